import type { IncomingMessage } from "node:http";
import type { Credentials } from "../auth/authenticator.ts";
import type { RequestHeaders } from "../auth/origin.ts";

/** What authentication and the origin check read of a Node request, plain or upgrade. */
export function factsOf(request: IncomingMessage): Credentials & { readonly headers: RequestHeaders } {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    header,
    from: request.socket.remoteAddress ?? "unknown",
    headers: { host: header("host"), origin: header("origin"), fetchSite: header("sec-fetch-site") },
  };
}
