import type { InstanceSummary, Role, Session, Token } from "@gantry/kvm-core/model";
import type { Caller } from "./caller.ts";

/** What a person signs in with. */
export type Credential = { readonly link: string } | { readonly token: string };

/** A token to be made. `expiresAt` as ISO 8601; without it the token has no end. */
export interface TokenWish {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: string | undefined;
}

/** The sign-in desk, bound to one request: it can set that request's cookie. */
export interface AuthDesk {
  /** @throws GantryError `unauthenticated`, `rate_limited` */
  signIn(credential: Credential): Caller;
  signOut(caller: Caller): void;
  issueLink(caller: Caller, role: Role): { url: string; expiresAt: string };
  issueTicket(
    caller: Caller,
    request: { instance: InstanceSummary; mode: "read" | "write"; port: number },
  ): { ticket: string; expiresAt: string };
  /** The secret, which is shown this once and kept nowhere. @throws GantryError `name_taken`, `invalid_input` */
  createToken(wish: TokenWish): string;
  /** @throws GantryError `not_found` */
  revokeToken(name: string): void;
  tokens(): Token[];
  /** The sessions that the caller may end: an administrator's are all, anybody else's their own. */
  sessions(caller: Caller): Session[];
  /** @throws GantryError `not_found`, for a session of somebody else as well */
  endSession(caller: Caller, id: string): void;
}
