import { createPublicKey, type KeyObject } from "node:crypto";
import { GantryError } from "@gantry/kvm-core/model";
import type { InvitationTable } from "@gantry/store";
import { hashOf, newSecret } from "../auth/secret.ts";
import type { SignInLimit } from "../auth/sign-in-limit.ts";
import { fingerprintOf } from "../identity/certificate.ts";
import type { HostIdentity } from "../identity/host-identity.ts";
import type { MemberRegistry } from "../peers/member-registry.ts";
import { askKeyAt } from "./ask-key-at.ts";
import type { Admitted, JoinRequest } from "./join-router.ts";
import { writeJoinToken } from "./join-token.ts";
import { permittedAlternatives } from "./permitted-alternatives.ts";

/** Certificates begin an hour in the past; clocks further apart than half of that are wrong, not late. */
const clocksApartMs = 30 * 60_000;

/** What letting hosts in needs. */
export interface AdmissionServices {
  readonly identity: HostIdentity;
  readonly registry: MemberRegistry;
  readonly invitations: InvitationTable;
  readonly limit: SignInLimit;
  /** `address:port` under which this host's peers' door is reached. */
  readonly addresses: readonly string[];
  /** Names of hosts that this agent knows from its settings. */
  readonly configured: readonly string[];
}

/** Invites hosts and lets them in. Only on a host that signs. */
export class Admission {
  readonly #services: AdmissionServices;
  #last: Promise<void> = Promise.resolve();

  constructor(services: AdmissionServices) {
    this.#services = services;
  }

  /** A token that lets one host in, once. @throws GantryError `name_taken` */
  invite({ name, minutes }: { name?: string | undefined; minutes: number }): {
    token: string;
    expiresAt: number;
  } {
    const { identity, invitations, addresses } = this.#services;
    if (name !== undefined) this.#assertFree(name);
    const secret = newSecret();
    const expiresAt = Date.now() + minutes * 60_000;
    invitations.add({ hash: hashOf(secret), name, expiresAt });
    const authority = fingerprintOf(identity.authority.publicKey);
    return {
      token: writeJoinToken({ host: identity.host, addresses: [...addresses], authority, secret }),
      expiresAt,
    };
  }

  /**
   * Signs a certificate for a host that brings an invitation, and takes it up. The invitation is used up last: whatever
   * else is wrong can be mended and tried again with it.
   *
   * @throws GantryError `forbidden`, `checks_refused`, `name_taken`, `host_unreachable`,
   *   `certificate_refused`, `rate_limited`
   */
  admit(request: JoinRequest, from: string): Promise<Admitted> {
    // One after the other: of two that want one name at once, the second is to find it taken.
    const admitting = this.#last.then(() => this.#admit(request, from));
    this.#last = admitting.then(
      () => undefined,
      () => undefined,
    );
    return admitting;
  }

  async #admit(request: JoinRequest, from: string): Promise<Admitted> {
    const { identity, registry, invitations, limit } = this.#services;
    const hash = hashOf(request.secret);
    this.#assertInvited(hash, request, from);
    assertSameTime(identity.host, request);
    this.#assertFree(request.host);
    const publicKey = readKey(request.publicKey);
    const fingerprint = fingerprintOf(publicKey);
    if (registry.wasRemoved(fingerprint)) throw oldKey(request.host);
    const answered = await askKeyAt(request.url, { self: identity.host, host: request.host });
    if (answered !== fingerprint) throw somebodyElse(request);
    if (!invitations.take(hash, request.host, Date.now())) throw notInvited("has ended meanwhile");
    limit.succeeded(from);
    const certificate = await this.sign(request.host, publicKey, request.alternatives);
    registry.admit({ certificate, url: request.url });
    return { certificate, members: registry.told() };
  }

  /** Signs for a host, without what belongs to others. @throws GantryError `wrong_state` */
  async sign(host: string, publicKey: KeyObject, wanted: readonly string[]): Promise<string> {
    const { identity, registry } = this.#services;
    const others = [{ name: identity.host, url: registry.url }, ...registry.members()];
    const alternatives = permittedAlternatives(wanted, {
      host,
      others: others.filter(({ name }) => name !== host),
    });
    return (await identity.issue(host, publicKey, alternatives)).toString();
  }

  #assertInvited(hash: string, { host }: JoinRequest, from: string): void {
    const { invitations, limit } = this.#services;
    limit.check(from);
    const invitation = invitations.find(hash, Date.now());
    if (invitation === undefined) limit.failed(from);
    if (invitation === undefined) throw notInvited("is not known here");
    if (invitation.usedBy !== undefined) throw notInvited(`was used by ${invitation.usedBy}`);
    if (invitation.expiresAt <= Date.now())
      throw notInvited(`was good until ${new Date(invitation.expiresAt).toISOString()}`);
    if (invitation.name !== undefined && invitation.name !== host) throw forAnother(invitation.name, host);
  }

  #assertFree(name: string): void {
    const { identity, registry, configured } = this.#services;
    const isTaken = name === identity.host || configured.includes(name) || registry.named(name) !== undefined;
    if (!isTaken) return;
    throw new GantryError("name_taken", {
      message: `There is a host named ${name} already.`,
      hint: `Give the new one another name with GANTRY_HOST_NAME, or, if it is the same machine anew, remove the old one first: gantry host remove ${name}.`,
      details: { name },
    });
  }
}

function assertSameTime(self: string, { host, at }: JoinRequest): void {
  const apart = at - Date.now();
  if (Math.abs(apart) <= clocksApartMs) return;
  throw new GantryError("checks_refused", {
    message: `The clock of ${host} is ${durationOf(Math.abs(apart))} ${apart > 0 ? "ahead of" : "behind"} that of ${self}.`,
    hint: "Set both clocks (timedatectl set-ntp true) and join again. The token is still good, if it has not ended meanwhile.",
    details: { apartMs: apart },
  });
}

function durationOf(ms: number): string {
  const hours = ms / 3600_000;
  return hours >= 48 ? `${Math.round(hours / 24)} days` : `${hours.toFixed(1)} hours`;
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch {
    // Not a key at all.
  }
  throw new GantryError("invalid_input", {
    message: "The public key of the host that wants to join is none of the kind that is used here (P-256).",
    hint: "Let it join with the same version of Gantry.",
  });
}

function notInvited(why: string): GantryError {
  return new GantryError("forbidden", {
    message: `This join token ${why}.`,
    hint: "A token is good once and for a short time. Make a new one: gantry host invite.",
  });
}

function forAnother(invited: string, host: string): GantryError {
  return new GantryError("forbidden", {
    message: `This join token is for ${invited}, not for ${host}.`,
    hint: `Start the agent with GANTRY_HOST_NAME=${invited}, or make a token for ${host}.`,
  });
}

function oldKey(host: string): GantryError {
  return new GantryError("certificate_refused", {
    message: `${host} was removed and still has its old key.`,
    hint: `Let it forget its former peers first: gantry host remove ${host}, asked of its own agent. Then join again.`,
  });
}

function somebodyElse({ host, url }: JoinRequest): GantryError {
  return new GantryError("certificate_refused", {
    message: `Whoever answers at ${url} is not ${host}.`,
    hint: `Set GANTRY_PEER_ADDRESS on ${host} to an address where its own agent answers. The token is still good.`,
    details: { host, url },
  });
}
