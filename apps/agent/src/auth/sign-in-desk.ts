import { GantryError, invalid, mayAct, type Role, type Session, type Token } from "@gantry/kvm-core/model";
import type { Store, StoredSession } from "@gantry/store";
import type { AuthDesk, Credential, TokenWish } from "./auth-desk.ts";
import type { Caller } from "./caller.ts";
import { cookieName, writeCookie } from "./cookie.ts";
import { hashOf, newSecret } from "./secret.ts";
import type { SignInLimit } from "./sign-in-limit.ts";
import type { TicketRight, Tickets } from "./tickets.ts";
import type { Validity } from "./validity.ts";

const linkLifeMs = 10 * 60_000;
const sessionLifeMs = 7 * 24 * 3600_000;

/** What every desk of an agent shares. */
export interface DeskServices {
  readonly host: string;
  readonly store: Pick<Store, "tokens" | "links" | "sessions">;
  readonly validity: Validity;
  readonly limit: SignInLimit;
  readonly tickets: Tickets;
}

/** The request that stands at the desk. */
export interface DeskRequest {
  readonly from: string;
  /** The address by which this agent was reached, such as `http://127.0.0.1:7400`. */
  readonly origin: string;
  setCookie(value: string): void;
}

/** Opens and ends sessions, and hands out links, tickets and tokens. One desk a request. */
export class SignInDesk implements AuthDesk {
  readonly #services: DeskServices;
  readonly #request: DeskRequest;

  constructor(services: DeskServices, request: DeskRequest) {
    this.#services = services;
    this.#request = request;
  }

  signIn(credential: Credential): Caller {
    const { limit, store, validity } = this.#services;
    const { from } = this.#request;
    limit.check(from);
    const holder = this.#holderOf(credential);
    if (holder === undefined) {
      limit.failed(from);
      throw new GantryError("unauthenticated", {
        message:
          "link" in credential
            ? "This link was used before, or is too old."
            : "This token is not known here.",
        hint: "Make a new link: `gantry link`, or `auth.link` with the token in admin.token.",
      });
    }
    limit.succeeded(from);
    // A new secret at every sign-in: one that somebody planted before is worth nothing.
    const secret = newSecret();
    const hash = hashOf(secret);
    const now = Date.now();
    const { name, role } = holder;
    // A session does not outlive the token it was opened with.
    const expiresAt = Math.min(now + sessionLifeMs, holder.expiresAt ?? Number.POSITIVE_INFINITY);
    store.sessions.removeExpired(now);
    store.sessions.add({ hash, name, role, from, createdAt: new Date(now).toISOString(), expiresAt });
    this.#setCookie(secret, Math.ceil((expiresAt - now) / 1000));
    return { name, role, from, session: hash, valid: validity.signalOf(hash, expiresAt) };
  }

  signOut({ session }: Caller): void {
    this.#setCookie("", 0);
    if (session !== undefined) this.#endSession(session);
  }

  issueLink(caller: Caller, role: Role): { url: string; expiresAt: string } {
    const code = newSecret();
    const expiresAt = Date.now() + linkLifeMs;
    this.#services.store.links.add({ hash: hashOf(code), name: caller.name, role, expiresAt });
    // After the `#`: that part of an address is never sent to a server or written to its log.
    const url = `${this.#request.origin}/sign-in/#link=${code}`;
    return { url, expiresAt: new Date(expiresAt).toISOString() };
  }

  issueTicket(
    caller: Caller,
    { instance, mode, port }: { instance: { uuid: string }; mode: TicketRight["mode"]; port: number },
  ): { ticket: string; expiresAt: string } {
    return this.#services.tickets.issue({ caller, instance: instance.uuid, mode, port });
  }

  createToken({ name, role, expiresAt }: TokenWish): string {
    const token = newSecret();
    const end = expiresAt === undefined ? undefined : Date.parse(expiresAt);
    if (end !== undefined && end <= Date.now())
      throw invalid("The token", [{ path: "expiresAt", message: "choose a time to come" }], "invalid_input");
    const stored = {
      ...{ hash: hashOf(token), name, role, createdAt: new Date().toISOString() },
      expiresAt: end,
    };
    if (this.#services.store.tokens.add(stored)) return token;
    throw new GantryError("name_taken", {
      message: `There is a token named ${name} already.`,
      hint: "Choose another name, or revoke that token first.",
    });
  }

  revokeToken(name: string): void {
    const { store, validity } = this.#services;
    const token = store.tokens.list().find((candidate) => candidate.name === name);
    if (token === undefined) {
      throw new GantryError("not_found", {
        message: `There is no token named ${name}.`,
        hint: "`auth.tokens` lists the tokens there are.",
      });
    }
    store.tokens.remove(name);
    validity.end(token.hash);
    for (const session of store.sessions.removeOf(name)) validity.end(session);
  }

  tokens(): Token[] {
    return this.#services.store.tokens.list().map(({ name, role, createdAt, expiresAt, usedAt }) => ({
      ...{ name, role, createdAt, usedAt },
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
    }));
  }

  sessions(caller: Caller): Session[] {
    return this.#sessionsOf(caller).map(({ hash, expiresAt, ...session }) => ({
      ...session,
      id: idOf(hash),
      expiresAt: new Date(expiresAt).toISOString(),
      current: hash === caller.session,
    }));
  }

  endSession(caller: Caller, id: string): void {
    const session = this.#sessionsOf(caller).find(({ hash }) => idOf(hash) === id);
    if (session === undefined) {
      throw new GantryError("not_found", {
        message: "There is no such session, or it has ended.",
        hint: "`auth.sessions` lists those there are.",
      });
    }
    if (session.hash === caller.session) this.#setCookie("", 0);
    this.#endSession(session.hash);
  }

  /** A link may give somebody else fewer rights under one's own name: they see and end no session that has more. */
  #sessionsOf({ name, role }: Caller): StoredSession[] {
    return this.#services.store.sessions
      .list(Date.now())
      .filter((session) => role === "admin" || (session.name === name && mayAct(role, session.role)));
  }

  #setCookie(value: string, maxAgeSeconds: number): void {
    const secure = this.#request.origin.startsWith("https:");
    const name = cookieName(this.#services.host);
    this.#request.setCookie(writeCookie({ name, value, maxAgeSeconds, secure }));
  }

  #holderOf(
    credential: Credential,
  ): { name: string; role: Role; expiresAt?: number | undefined } | undefined {
    const { links, tokens } = this.#services.store;
    if ("link" in credential) return links.take(hashOf(credential.link), Date.now());
    return tokens.find(hashOf(credential.token), Date.now());
  }

  #endSession(hash: string): void {
    this.#services.store.sessions.remove(hash);
    this.#services.validity.end(hash);
  }
}

/** What a session is called by: enough of its hash to tell it from others, nothing that signs in. */
function idOf(hash: string): string {
  return hash.slice(0, 16);
}
