import { type ClientRequest, request as plainRequest } from "node:http";
import { Agent, request } from "node:https";
import { text } from "node:stream/consumers";
import type { ConnectionOptions } from "node:tls";
import { certificateFailure } from "./peer-tls.ts";

/** The part of `fetch` that calls to peers are made with. Bodies are texts, or bytes. */
export type Fetch = (
  input: RequestInfo | URL,
  init?: {
    readonly method?: string | undefined;
    readonly headers?: HeadersInit | undefined;
    readonly body?: unknown;
    readonly signal?: AbortSignal | null | undefined;
  },
) => Promise<Response>;

/**
 * Without TLS, to an agent on this machine. Node's own `fetch` takes twice the processor time, and loads what it is made of
 * with the first call, which takes 40 ms.
 */
export const plainFetch: Fetch = async (input, init = {}) =>
  await answerTo(plainRequest(urlOf(input), optionsOf(init)), init);

/** Calls to one host over TLS. Node's own `fetch` has no way to show a certificate. Dispose it to close what is kept open. */
export class SecureFetch implements Disposable {
  // A session that is resumed shows its certificate no more; each connection is to prove itself.
  readonly #agent = new Agent({ keepAlive: true, maxCachedSessions: 0 });
  readonly #host: string;
  readonly #tls: () => ConnectionOptions;

  /** @param tls is asked anew for each call: certificates are renewed. */
  constructor(host: string, tls: () => ConnectionOptions) {
    this.#host = host;
    this.#tls = tls;
  }

  readonly fetch: Fetch = async (input, init = {}) => {
    const call = request(urlOf(input), { ...this.#tls(), agent: this.#agent, ...optionsOf(init) });
    try {
      return await answerTo(call, init);
    } catch (error) {
      throw certificateFailure(this.#host, error);
    }
  };

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function urlOf(input: RequestInfo | URL): string | URL {
  return input instanceof Request ? input.url : input;
}

function optionsOf({ method = "GET", headers = {}, signal }: Parameters<Fetch>[1] & object) {
  return { method, headers: Object.fromEntries(new Headers(headers)), ...(signal && { signal }) };
}

/** Sends the call. The answer is read whole. */
async function answerTo(call: ClientRequest, { body }: Parameters<Fetch>[1] & object): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  call.on("error", reject);
  call.on("response", (answer) => {
    text(answer).then((whole) => resolve(new Response(whole, { status: answer.statusCode ?? 500 })), reject);
  });
  call.end(isBody(body) ? body : undefined);
  return await promise;
}

function isBody(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array;
}
