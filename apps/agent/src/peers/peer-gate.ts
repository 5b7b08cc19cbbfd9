import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Credentials, Identifier, Identity } from "../auth/authenticator.ts";
import { readPeerCall } from "../auth/peer-call.ts";
import type { Validity } from "../auth/validity.ts";
import { fingerprintOf, hostIn } from "../identity/certificate.ts";
import type { MemberRegistry } from "./member-registry.ts";

/** Somebody at the peers' door who is not let in. */
export interface TurnedAway {
  /** The host that the certificate speaks of, as far as there is one. */
  readonly host: string | undefined;
  readonly from: string;
  readonly reason: string;
}

type Shown =
  | { readonly host: string; readonly fingerprint: string; readonly until: number }
  | { readonly fault: string };

/** The right of a peer, by the key that `Validity` knows it by. */
export function peerRight(host: string): string {
  return `peer ${host}`;
}

/**
 * Who stands at the peers' door: only hosts with a certificate of our authority, of a key that belongs to us now, who
 * speak in their own name. Tokens, cookies and secrets count for nothing here.
 */
export class PeerGate implements Identifier {
  readonly #registry: MemberRegistry;
  readonly #validity: Validity;
  readonly #onTurnedAway: (who: TurnedAway) => void;
  readonly #shown = new WeakMap<Socket, Shown>();

  constructor(options: {
    readonly registry: MemberRegistry;
    readonly validity: Validity;
    readonly onTurnedAway: (who: TurnedAway) => void;
  }) {
    this.#registry = options.registry;
    this.#validity = options.validity;
    this.#onTurnedAway = options.onTurnedAway;
  }

  identify(request: Credentials): Identity {
    const shown = this.#shownOn(request.connection);
    const checked = this.#check(shown, request);
    if (!("fault" in checked)) return checked;
    const host = "host" in shown ? shown.host : undefined;
    this.#onTurnedAway({ host, from: request.from, reason: checked.fault });
    return { by: "nothing" };
  }

  #check(shown: Shown, request: Credentials): Identity | { readonly fault: string } {
    if ("fault" in shown) return shown;
    const { host, fingerprint, until } = shown;
    // OpenSSL looked at the connection's beginning; this one may be open for long.
    if (Date.now() > until) return { fault: "a certificate that has ended" };
    if (this.#registry.wasRemoved(fingerprint)) return { fault: "a host that was removed" };
    if (this.#registry.holding(fingerprint)?.name !== host) return { fault: "a host that is not known here" };
    const call = readPeerCall((name) => request.header(name));
    if (call === undefined) return { fault: "a call that does not say who makes it" };
    if (call.peer !== host) return { fault: `a call in the name of ${call.peer}` };
    return {
      by: "peer",
      caller: {
        name: call.actor ?? host,
        role: call.role ?? "viewer",
        from: call.from ?? request.from,
        via: host,
        valid: this.#validity.signalOf(peerRight(host)),
      },
    };
  }

  #shownOn(connection: Socket): Shown {
    const known = this.#shown.get(connection);
    if (known !== undefined) return known;
    const shown = readShown(connection);
    this.#shown.set(connection, shown);
    return shown;
  }
}

function readShown(connection: Socket): Shown {
  if (!(connection instanceof TLSSocket)) return { fault: "no TLS" };
  const certificate = connection.getPeerX509Certificate();
  if (certificate === undefined) return { fault: "no certificate" };
  if (!connection.authorized) {
    // Typed as an Error, and is OpenSSL's word for what is wrong.
    return { fault: `a certificate that is not good here (${String(connection.authorizationError)})` };
  }
  const host = hostIn(certificate);
  if (host === undefined) return { fault: "a certificate without a host's name" };
  return {
    host,
    fingerprint: fingerprintOf(certificate.publicKey),
    until: Date.parse(certificate.validTo),
  };
}
