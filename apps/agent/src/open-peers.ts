import { X509Certificate } from "node:crypto";
import { GantryError } from "@gantry/kvm-core/model";
import type { Store } from "@gantry/store";
import {
  authorityOf,
  isLoopback,
  type ListenAddress,
  peerAuthority,
  reachableAddresses,
} from "./addresses.ts";
import type { SignInLimit } from "./auth/sign-in-limit.ts";
import type { Validity } from "./auth/validity.ts";
import { notAPeer } from "./http/refusal.ts";
import type { HostIdentity } from "./identity/host-identity.ts";
import { Admission } from "./joining/admission.ts";
import type { JoinContext, JoinRequest } from "./joining/join-router.ts";
import type { Membership } from "./joining/membership.ts";
import { OwnMembership } from "./joining/own-membership.ts";
import { PeerHand } from "./joining/peer-hand.ts";
import { MemberRegistry } from "./peers/member-registry.ts";
import type { PeerAccess } from "./peers/peer-access.ts";
import { PeerGate, peerRight, type TurnedAway } from "./peers/peer-gate.ts";
import type { JoinedHosts } from "./peers/peer-hosts.ts";
import type { Settings } from "./settings.ts";

/** Everything about hosts that join and have joined. */
export interface OpenPeers extends Disposable {
  readonly joined: JoinedHosts;
  readonly gate: PeerGate;
  readonly membership: Membership;
  readonly joinContext: (from: string) => JoinContext;
  /** Signs a new certificate for a host that belongs to us. */
  renewFor(host: string, alternatives: readonly string[]): Promise<string>;
}

/** What hosts that join are opened from. */
export interface PeersParts {
  readonly settings: Settings;
  readonly peerListen: ListenAddress;
  readonly identity: HostIdentity;
  readonly store: Store;
  readonly validity: Validity;
  readonly limit: SignInLimit;
  readonly accessTo: (host: string) => PeerAccess | undefined;
  readonly onTurnedAway: (who: TurnedAway) => void;
  readonly onError: (error: unknown) => void;
}

/** Sets up what other hosts need of this one. Nobody is listened to yet. */
export function openPeers(parts: PeersParts): OpenPeers {
  const { settings, peerListen, identity, store, validity, limit, accessTo, onTurnedAway, onError } = parts;
  const stack = new DisposableStack();
  const url = `https://${peerAuthority(peerListen, settings.peerAddress)}`;
  const registry = new MemberRegistry({ identity, table: store.members, url });
  const gate = new PeerGate({ registry, validity, onTurnedAway });
  const admission = new Admission({
    ...{ identity, registry, limit, invitations: store.invitations },
    addresses: invitedTo(peerListen, settings.peerAddress),
    configured: settings.peers.map(({ name }) => name),
  });
  const membership = new OwnMembership({ identity, registry, admission, peers: new PeerHand(accessTo) });
  stack.use(endRightsOfRemoved(registry, validity));
  const record = (change: { actor: string; from: string; action: string; subject: string; result: string }) =>
    store.audit.append({ ...change, at: new Date().toISOString(), role: "admin", host: identity.host });
  return {
    gate,
    membership,
    joined: {
      identity,
      registry,
      onMembers(told, from) {
        if (!registry.merge(told, from).removedUs) return;
        record({ actor: from, from, action: "hosts.remove", subject: identity.host, result: "ok" });
        membership.leave(identity.fingerprint).catch(onError);
      },
    },
    joinContext: (from) => ({
      authority: identity.authority.toString(),
      admit: async (request: JoinRequest) => {
        const note = (result: string) =>
          record({ actor: request.host, from, action: "hosts.admit", subject: request.host, result });
        try {
          const admitted = await admission.admit(request, from);
          note("ok");
          return admitted;
        } catch (error) {
          note(GantryError.from(error).code);
          throw error;
        }
      },
    }),
    async renewFor(host, alternatives) {
      const member = registry.named(host);
      if (member === undefined) throw notAPeer().error;
      return await admission.sign(host, new X509Certificate(member.certificate).publicKey, alternatives);
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}

/** Where a host that joins may find us: the address that was set, or each one we listen on, those from outside first. */
function invitedTo(peerListen: ListenAddress, peerAddress: ListenAddress | undefined): string[] {
  if (peerAddress !== undefined) return [authorityOf(peerAddress.address, peerAddress.port)];
  const reachable = reachableAddresses(peerListen.address);
  const outside = reachable.filter((address) => !isLoopback(address));
  return (outside.length > 0 ? outside : reachable).map((address) => authorityOf(address, peerListen.port));
}

/** What a host that was removed has open here closes at once. */
function endRightsOfRemoved(registry: MemberRegistry, validity: Validity): Disposable {
  let known = registry.members();
  return registry.onChange(() => {
    const gone = known.filter(({ fingerprint }) => registry.holding(fingerprint) === undefined);
    for (const { name } of gone) validity.end(peerRight(name));
    known = registry.members();
  });
}
