import type { Socket } from "node:net";
import type { Store } from "@gantry/store";
import type { Caller } from "./caller.ts";
import { cookieName, readCookie } from "./cookie.ts";
import { readPeerCall } from "./peer-call.ts";
import { hashOf, isSameSecret } from "./secret.ts";
import type { Validity } from "./validity.ts";

/** How exactly the last use of a token or session is remembered. */
const useToTheMs = 60_000;

/** Who is there, and how that is known. `by` matters: only cookies are sent by browsers without the page's knowledge. */
export type Identity =
  | { readonly by: "bearer" | "cookie" | "peer"; readonly caller: Caller }
  | { readonly by: "nothing"; readonly caller?: undefined };

/** What the authenticator reads of a request, HTTP or upgrade. */
export interface Credentials {
  header(name: string): string | undefined;
  /** Network address of the other side. */
  readonly from: string;
  /** What the request came over. */
  readonly connection: Socket;
}

/** Tells who makes a request. */
export interface Identifier {
  identify(request: Credentials): Identity;
}

/** Finds out who makes a request. Decides nothing about what they may do. */
export class Authenticator implements Identifier {
  readonly #host: string;
  readonly #store: Pick<Store, "tokens" | "sessions">;
  readonly #validity: Validity;
  readonly #peers: { readonly secret: string; readonly names: readonly string[] };

  constructor(options: {
    host: string;
    store: Pick<Store, "tokens" | "sessions">;
    validity: Validity;
    peers: { readonly secret: string; readonly names: readonly string[] };
  }) {
    this.#host = options.host;
    this.#store = options.store;
    this.#validity = options.validity;
    this.#peers = options.peers;
  }

  identify(request: Credentials): Identity {
    const authorization = request.header("authorization");
    // A wrong token is not excused by a good cookie.
    if (authorization !== undefined) return this.#byBearer(authorization, request);
    return this.#byCookie(request);
  }

  #byBearer(authorization: string, request: Credentials): Identity {
    const secret = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization)?.[1];
    if (secret === undefined) return { by: "nothing" };
    if (isSameSecret(secret, this.#peers.secret)) return this.#byPeer(request);
    const hash = hashOf(secret);
    const now = Date.now();
    const token = this.#store.tokens.find(hash, now);
    if (token === undefined) return { by: "nothing" };
    const { name, role } = token;
    const valid = this.#validity.signalOf(hash, token.expiresAt);
    const use = timeOfUse(token.usedAt, now);
    if (use !== undefined) this.#store.tokens.use(hash, use);
    return { by: "bearer", caller: { name, role, from: request.from, valid } };
  }

  #byPeer(request: Credentials): Identity {
    const call = readPeerCall((name) => request.header(name));
    if (call === undefined || !this.#peers.names.includes(call.peer)) return { by: "nothing" };
    return {
      by: "peer",
      caller: {
        name: call.actor ?? call.peer,
        role: call.role ?? "viewer",
        from: call.from ?? request.from,
        via: call.peer,
        valid: this.#validity.signalOf(`peer ${call.peer}`),
      },
    };
  }

  #byCookie(request: Credentials): Identity {
    const secret = readCookie(request.header("cookie"), cookieName(this.#host));
    if (secret === undefined) return { by: "nothing" };
    const hash = hashOf(secret);
    const now = Date.now();
    const session = this.#store.sessions.find(hash, now);
    if (session === undefined) return { by: "nothing" };
    const use = timeOfUse(session.usedAt, now);
    if (use !== undefined) this.#store.sessions.use(hash, use);
    const valid = this.#validity.signalOf(hash, session.expiresAt);
    return {
      by: "cookie",
      caller: { name: session.name, role: session.role, from: request.from, session: hash, valid },
    };
  }
}

/** What to write down of a use; nothing when the last one was less than a minute ago: a call should not cost a write. */
function timeOfUse(usedAt: string | undefined, now: number): string | undefined {
  const isRecent = usedAt !== undefined && Math.abs(now - Date.parse(usedAt)) < useToTheMs;
  return isRecent ? undefined : new Date(now).toISOString();
}
