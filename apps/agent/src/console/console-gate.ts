import { mayAct, ticketSubprotocolPrefix } from "@gantry/kvm-core/model";
import type { Identity } from "../auth/authenticator.ts";
import type { Tickets } from "../auth/tickets.ts";
import type { ConsoleWish } from "./leg.ts";
import { consoleQuerySchema, type StartAt } from "./start-at.ts";

/** What a request for a console comes to: a wish that may be served, or why not. */
export type Admission =
  | { readonly wish: ConsoleWish; readonly startAt: StartAt }
  | { readonly refused: "bad-query" | "unauthenticated" | "forbidden" | "not-found" };

/** A request for a console, before anything is known of it. */
export interface ConsoleRequest {
  readonly identity: Identity;
  /** `Sec-WebSocket-Protocol`. */
  readonly subprotocols: string | undefined;
  readonly query: URLSearchParams;
  /** Uuid of the instance named in the path; undefined when there is none. */
  readonly instance: string | undefined;
}

/**
 * Decides who may look and who may type. A token shows its role; a browser needs a one-time ticket, because its cookie
 * alone would open a console for any page that can make it connect.
 */
export function admit(
  { identity, subprotocols, query, instance }: ConsoleRequest,
  tickets: Tickets,
): Admission {
  const ticket = (subprotocols ?? "")
    .split(",")
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith(ticketSubprotocolPrefix));
  // Used up even when the rest of the request is refused.
  const right = ticket === undefined ? undefined : tickets.take(ticket.slice(ticketSubprotocolPrefix.length));
  if (ticket !== undefined && right === undefined) return { refused: "unauthenticated" };
  const caller = right?.caller ?? (identity.by === "cookie" ? undefined : identity.caller);
  if (caller === undefined) return { refused: "unauthenticated" };
  const parsed = consoleQuerySchema.safeParse(Object.fromEntries(query));
  if (!parsed.success) return { refused: "bad-query" };
  if (instance === undefined) return { refused: "not-found" };
  if (right !== undefined && right.instance !== instance) return { refused: "forbidden" };
  const mayType = right === undefined ? mayAct(caller.role, "operator") : right.mode === "write";
  if (parsed.data.mode === "write" && !mayType) return { refused: "forbidden" };
  const mode = mayType && parsed.data.mode !== "read" ? "write" : "read";
  const { port, startAt, takesFreeSeat } = parsed.data;
  if (right !== undefined && right.port !== port) return { refused: "forbidden" };
  return { wish: { caller, instance, mode, port, takesFreeSeat }, startAt };
}
