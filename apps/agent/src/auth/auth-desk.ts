import type { InstanceSummary, Role } from "@gantry/kvm-core/model";
import type { Caller } from "./caller.ts";

/** What a person signs in with. */
export type Credential = { readonly link: string } | { readonly token: string };

/** A token as an administrator sees it; the secret itself is shown once and kept nowhere. */
export interface TokenSummary {
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
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
  createToken(name: string, role: Role): string;
  revokeToken(name: string): void;
  tokens(): TokenSummary[];
}
