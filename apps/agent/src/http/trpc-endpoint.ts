import type { IncomingMessage } from "node:http";
import { GantryError } from "@gantry/kvm-core/model";
import type { AnyRouter, inferRouterContext } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Identity } from "../auth/authenticator.ts";
import { isFromOwnPage } from "../auth/origin.ts";
import { foreign, type Refusal, unauthenticated } from "./refusal.ts";
import { factsOf } from "./request-facts.ts";
import { maxBatch, maxBodyBytes, refuseBody, refuseDepth, tooLarge } from "./trpc-limits.ts";

/** One call that reaches the endpoint. */
export interface EndpointCall {
  readonly request: Request;
  readonly incoming: IncomingMessage;
  readonly identity: Identity;
}

/** What refuses a call of a person before its body is read. */
export function refuseCall({ request, incoming, identity }: EndpointCall): Refusal | undefined {
  const changes = request.method !== "GET";
  if (identity.by === "cookie") {
    // A browser adds the cookie by itself, so the page has to prove that it is ours.
    if (!isFromOwnPage(factsOf(incoming).headers, { changes })) return foreign("page");
    if (changes && request.headers.get("x-gantry") !== "1") return foreign("page");
  }
  const isSignIn = new URL(request.url).pathname === "/trpc/auth.signIn";
  return identity.by === "nothing" && !isSignIn ? unauthenticated() : undefined;
}

/** Hands a call to the router once its size and depth are known to be harmless. */
export async function serveTrpc<Router extends AnyRouter>(
  call: Pick<EndpointCall, "request">,
  options: {
    readonly endpoint: string;
    readonly router: Router;
    readonly createContext: (responseHeaders: Headers) => inferRouterContext<Router>;
    readonly onError: (error: unknown, path?: string) => void;
    readonly maxBytes?: number;
    /** Where the call would be on the endpoint, when it came another way. */
    readonly url?: URL;
  },
): Promise<Response | Refusal> {
  const { request } = call;
  const url = options.url ?? new URL(request.url);
  const refusal = refuseDepth(url.searchParams.get("input") ?? "");
  if (refusal !== undefined) return refusal;
  const body =
    request.method === "GET" ? undefined : await readBody(request, options.maxBytes ?? maxBodyBytes);
  if (body === null) return tooLarge();
  if (body !== undefined && body !== "") {
    const refused = refuseBody(request.headers.get("content-type") ?? undefined, body);
    if (refused !== undefined) return refused;
  }
  return await fetchRequestHandler({
    endpoint: options.endpoint,
    req: new Request(url, {
      method: request.method,
      headers: request.headers,
      signal: request.signal,
      ...(body && { body }),
    }),
    router: options.router,
    createContext: ({ resHeaders }) => options.createContext(resHeaders),
    allowBatching: true,
    maxBatchSize: maxBatch,
    onError: ({ path, error }) => {
      if (!(error.cause instanceof GantryError) && error.code === "INTERNAL_SERVER_ERROR") {
        options.onError(error.cause ?? error, path);
      }
    },
  });
}

/** The body as text; null when it is longer than allowed, without having read all of it. */
async function readBody(request: Request, maxBytes: number): Promise<string | null> {
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
