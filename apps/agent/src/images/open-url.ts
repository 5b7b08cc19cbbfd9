import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { GantryError } from "@gantry/kvm-core/model";
import type { AddressGuard } from "./address-guard.ts";

const mostRedirects = 5;
/** A server that says nothing for so long is given up. */
const patienceMs = 30_000;

/** How an address is asked. */
export interface UrlRequest {
  readonly guard: AddressGuard;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Asks for an address and follows where it leads, each step checked like the first.
 *
 * @returns the answer with a status of 200, 206 or 416; its body is still to be read.
 * @throws GantryError `download_refused`, `download_failed`, `cancelled`.
 */
export async function openUrl(from: URL, request: UrlRequest): Promise<IncomingMessage> {
  let url = from;
  for (let steps = 0; steps <= mostRedirects; steps += 1) {
    request.guard.assertAllowed(url);
    const answer = await ask(url, request);
    const status = answer.statusCode ?? 0;
    if (status === 200 || status === 206 || status === 416) return answer;
    answer.destroy();
    const { location } = answer.headers;
    if (status < 300 || status >= 400 || location === undefined)
      throw failed(url, `the server answered ${status} ${answer.statusMessage ?? ""}`.trimEnd(), { status });
    url = next(url, location);
  }
  throw failed(from, `it leads on more than ${mostRedirects} times`);
}

function next(from: URL, location: string): URL {
  const url = URL.parse(location, from);
  if (url === null) throw failed(from, "it leads to no address");
  if (from.protocol === "https:" && url.protocol === "http:")
    throw failed(from, "it leads from https to http, where anybody on the way could change the image");
  return url;
}

async function ask(url: URL, { guard, signal, headers }: UrlRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.protocol === "https:" ? secureRequest : plainRequest;
  const call = request(url, {
    lookup: guard.lookupFor(url),
    headers: { "user-agent": "gantry", accept: "*/*", "accept-encoding": "identity", ...headers },
    signal,
    timeout: patienceMs,
    agent: false,
  });
  call.on("timeout", () => call.destroy(new Error(`it said nothing for ${patienceMs / 1000} s`)));
  call.on("error", (cause) => {
    const isOurs = signal.aborted || cause instanceof GantryError;
    reject(isOurs ? cause : failed(url, cause.message, { cause }));
  });
  call.on("response", resolve);
  call.end();
  return await promise.catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

/** An address that could not be fetched. */
export function failed(
  url: URL,
  why: string,
  { status, cause }: { readonly status?: number; readonly cause?: unknown } = {},
): GantryError {
  return new GantryError("download_failed", {
    message: `${url.href} could not be fetched: ${why}.`,
    hint: "What has arrived is kept: begin again under the same name, and the download goes on where it stopped.",
    details: { url: url.href, ...(status !== undefined && { status }) },
    cause,
  });
}
