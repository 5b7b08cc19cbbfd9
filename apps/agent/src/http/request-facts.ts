import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { Credentials } from "../auth/authenticator.ts";
import type { RequestHeaders } from "../auth/origin.ts";

/** What a request came by. */
export function schemeOf({ socket }: IncomingMessage): "http" | "https" {
  return socket instanceof TLSSocket ? "https" : "http";
}

/** What authentication and the origin check read of a Node request, plain or upgrade. */
export function factsOf(request: IncomingMessage): Credentials & { readonly headers: RequestHeaders } {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    header,
    from: request.socket.remoteAddress ?? "unknown",
    connection: request.socket,
    headers: {
      scheme: schemeOf(request),
      host: header("host"),
      origin: header("origin"),
      fetchSite: header("sec-fetch-site"),
    },
  };
}
