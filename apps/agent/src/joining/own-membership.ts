import { X509Certificate } from "node:crypto";
import {
  GantryError,
  type Invitation,
  type inviteInput,
  type Joined,
  type Renewed,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostIdentity } from "../identity/host-identity.ts";
import type { MemberRegistry } from "../peers/member-registry.ts";
import type { PeerHand } from "./peer-hand.ts";
import type { Admission } from "./admission.ts";
import { askToJoin } from "./ask-to-join.ts";
import { readJoinToken } from "./join-token.ts";
import type { Membership } from "./membership.ts";

/** What changing the membership needs. */
export interface MembershipServices {
  readonly identity: HostIdentity;
  readonly registry: MemberRegistry;
  readonly admission: Admission;
  /** Asks the agent of another host that belongs to us. */
  readonly peers: PeerHand;
}

/** The membership of this host: as the one who signs, or through the one who does. */
export class OwnMembership implements Membership {
  readonly #services: MembershipServices;
  #leaving: Promise<void> = Promise.resolve();

  constructor(services: MembershipServices) {
    this.#services = services;
  }

  async invite(caller: Caller, input: z.output<typeof inviteInput>): Promise<Invitation> {
    const { identity, admission, peers } = this.#services;
    if (!identity.signs) return await peers.invite(identity.founder, caller, input);
    const { token, expiresAt } = admission.invite(input);
    return { token, expiresAt: new Date(expiresAt).toISOString(), host: identity.host };
  }

  async join(_caller: Caller, text: string): Promise<Joined> {
    const { identity, registry } = this.#services;
    const token = readJoinToken(text);
    const known = registry.members().map(({ name }) => name);
    if (known.length > 0) throw hasJoined(identity.host, known);
    const { admitted, authority } = await askToJoin(token, {
      secret: token.secret,
      host: identity.host,
      url: registry.url,
      publicKey: identity.publicKey.export({ type: "spki", format: "pem" }).toString(),
      alternatives: [...identity.alternatives],
      at: Date.now(),
    });
    await identity.take(new X509Certificate(admitted.certificate), authority);
    // Whom this host had removed from an authority of its own does not matter any more.
    registry.clear();
    registry.merge(admitted.members, token.host);
    return { host: identity.host, hosts: registry.members().map(({ name }) => name) };
  }

  async remove(caller: Caller, name: string): Promise<void> {
    const { identity, registry, peers } = this.#services;
    if (name === identity.host) {
      const former = identity.fingerprint;
      // One that hears it tells all others. Without any, they keep us on their lists until somebody removes us there.
      await peers.removeByAnyone(registry.members(), caller, name);
      await this.leave(former);
      return;
    }
    const member = registry.named(name);
    if (member === undefined) throw notJoined(identity.host, name);
    if (name === identity.founder && !identity.signs) throw lastSigner(name);
    registry.remove(member);
  }

  async renew(): Promise<Renewed> {
    const { identity, peers } = this.#services;
    if (identity.signs) await identity.renewItself();
    else {
      const renewed = await peers.renew(identity.founder, identity.alternatives);
      await identity.take(new X509Certificate(renewed), identity.authority);
    }
    return { host: identity.host, validUntil: new Date(identity.certificate.validTo).toISOString() };
  }

  /** This host, known by the key `former`, does not belong to the others any more: it forgets them, and that key. */
  leave(former: string): Promise<void> {
    const { identity, registry } = this.#services;
    const leaving = this.#leaving.then(async () => {
      // Whom it asked to remove it may have told it so meanwhile.
      if (identity.fingerprint !== former) return;
      await identity.foundAnew();
      registry.clear();
    });
    this.#leaving = leaving.catch(() => undefined);
    return leaving;
  }
}

function hasJoined(host: string, known: readonly string[]): GantryError {
  return new GantryError("wrong_state", {
    message: `${host} already belongs to ${known.join(", ")}.`,
    hint: `It can belong to one authority only. To change that, let it leave first: gantry host remove ${host}.`,
    details: { hosts: known },
  });
}

function notJoined(self: string, name: string): GantryError {
  return new GantryError("host_unknown", {
    message: `No host named ${name} has joined ${self}.`,
    hint: "`gantry host list` shows the hosts there are; one that GANTRY_PEERS names is removed there.",
  });
}

function lastSigner(name: string): GantryError {
  return new GantryError("wrong_state", {
    message: `${name} signs the certificates of all others.`,
    hint: `Copy tls/ca.key from its state directory or backup into that of another host, restart that host's agent, and remove ${name} there.`,
    details: { founder: name },
  });
}
