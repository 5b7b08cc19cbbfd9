import { text } from "node:stream/consumers";
import http from "node:http";
import https from "node:https";
import type { SecureContextOptions } from "node:tls";
import { parseJson } from "./wire.ts";

/** A request that got no answer. */
export class NoAnswer extends Error {
  /** False when it certainly never left: there was no connection. True: it may have taken effect, or may still. */
  readonly sent: boolean;

  constructor(message: string, { sent, cause }: { readonly sent: boolean; readonly cause?: unknown }) {
    super(message, { cause });
    this.sent = sent;
  }
}

/** What one request says. */
export interface Post {
  readonly path: string;
  readonly body: unknown;
  readonly token?: string | undefined;
  readonly signal: AbortSignal;
}

/** One member of the cluster as its JSON gateway, with connections that are kept open. */
export class Endpoint implements Disposable {
  readonly name: string;
  readonly #options: http.RequestOptions;
  readonly #request: typeof http.request;
  readonly #agent: http.Agent;
  /** When a request can leave. */
  readonly #ready: "connect" | "secureConnect";

  constructor({ host, port }: { host: string; port: number }, tls: SecureContextOptions | undefined) {
    this.name = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    this.#options = { host, port, method: "POST" };
    this.#request = tls === undefined ? http.request : https.request;
    this.#ready = tls === undefined ? "connect" : "secureConnect";
    this.#agent =
      tls === undefined ? new http.Agent({ keepAlive: true }) : new https.Agent({ ...tls, keepAlive: true });
  }

  /** @throws NoAnswer when there was none until `signal` aborted. */
  async ask(post: Post): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await this.#begin(post);
    try {
      return { status: response.statusCode ?? 0, body: parseJson(await text(response)) };
    } catch (error) {
      throw noAnswer(this.name, error, true);
    }
  }

  /** The lines of an answer that does not end. @throws NoAnswer when the connection breaks. */
  async *lines(post: Post): AsyncGenerator<unknown, void> {
    const response = await this.#begin(post);
    let rest = "";
    try {
      for await (const chunk of response.setEncoding("utf8")) {
        const parts = (rest + String(chunk)).split("\n");
        rest = parts.pop() ?? "";
        for (const part of parts) yield parseJson(part);
      }
    } catch (error) {
      throw noAnswer(this.name, error, true);
    } finally {
      response.destroy();
    }
  }

  async #begin({ path, body, token, signal }: Post): Promise<http.IncomingMessage> {
    const request = this.#request({
      ...this.#options,
      path,
      signal,
      agent: this.#agent,
      headers: {
        "content-type": "application/json",
        // A member without a leader ends our watch instead of keeping silent.
        "grpc-metadata-hasleader": "true",
        ...(token && { authorization: token }),
      },
    });
    let connected = false;
    request.on("socket", (socket) => {
      connected = request.reusedSocket;
      if (connected) return;
      socket.once(this.#ready, () => {
        connected = true;
      });
    });
    const answered = Promise.withResolvers<http.IncomingMessage>();
    request.once("response", answered.resolve);
    // Stays: an error after the answer has begun is told by the answer too.
    request.on("error", answered.reject);
    request.end(JSON.stringify(body));
    try {
      return await answered.promise;
    } catch (error) {
      throw noAnswer(this.name, error, connected);
    }
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function noAnswer(name: string, error: unknown, sent: boolean): NoAnswer {
  const isAbort = error instanceof Error && error.name === "AbortError";
  const why = isAbort ? "no answer in time" : error instanceof Error ? error.message : String(error);
  return new NoAnswer(`${name}: ${why}`, { sent, cause: error });
}
