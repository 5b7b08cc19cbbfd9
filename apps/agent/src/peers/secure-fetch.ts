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

/** Node's own. */
export const plainFetch: Fetch = (input, { method = "GET", headers = {}, body, signal = null } = {}) =>
  fetch(input, { method, headers, signal, ...(isBody(body) && { body }) });

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

  /** Answers are read whole. */
  readonly fetch: Fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : input;
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const call = request(url, {
      ...this.#tls(),
      agent: this.#agent,
      method: init.method ?? "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(init.signal && { signal: init.signal }),
    });
    call.on("error", (error) => reject(certificateFailure(this.#host, error)));
    call.on("response", (answer) => {
      text(answer).then((body) => resolve(new Response(body, { status: answer.statusCode ?? 500 })), reject);
    });
    call.end(isBody(init.body) ? init.body : undefined);
    return await promise;
  };

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function isBody(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array;
}
