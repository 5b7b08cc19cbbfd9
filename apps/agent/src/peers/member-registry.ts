import { X509Certificate } from "node:crypto";
import type { MemberTable, StoredMember } from "@gantry/store";
import type { HostIdentity } from "../identity/host-identity.ts";
import { readMember, type ToldMember } from "./member.ts";

/**
 * The hosts that belong to this one's authority. Each agent keeps the whole list and tells it to all others, which take
 * in what they did not know: whatever was missed is made up for at the next meeting, in any order. Two rules make that
 * safe without clocks: a host that was removed stays removed, and a host's address is believed from itself only.
 */
export class MemberRegistry {
  readonly #identity: HostIdentity;
  readonly #table: MemberTable;
  readonly #url: string;
  readonly #byFingerprint: Map<string, StoredMember>;
  readonly #listeners = new Set<() => void>();

  /** @param url by which others reach this host's agent. */
  constructor(options: { identity: HostIdentity; table: MemberTable; url: string }) {
    this.#identity = options.identity;
    this.#table = options.table;
    this.#url = options.url;
    this.#byFingerprint = new Map(options.table.list().map((member) => [member.fingerprint, member]));
  }

  get url(): string {
    return this.#url;
  }

  /** All others that belong to us now, one of a name: after a host joined anew, the newer one. */
  members(): StoredMember[] {
    const byName = new Map<string, StoredMember>();
    for (const member of this.#byFingerprint.values()) {
      const namesake = byName.get(member.name);
      if (!member.removed && (namesake === undefined || beginOf(namesake) < beginOf(member)))
        byName.set(member.name, member);
    }
    return [...byName.values()];
  }

  /** The one that belongs to us and has this key. */
  holding(fingerprint: string): StoredMember | undefined {
    const member = this.#byFingerprint.get(fingerprint);
    return member === undefined || member.removed ? undefined : member;
  }

  named(name: string): StoredMember | undefined {
    return this.members().find((member) => member.name === name);
  }

  /** Whether a key once belonged to us and does not any more. */
  wasRemoved(fingerprint: string): boolean {
    return this.#byFingerprint.get(fingerprint)?.removed === true;
  }

  /** What is told to others: this host, and all it knows, with those that were removed. */
  told(): ToldMember[] {
    const { certificate } = this.#identity;
    const self = { certificate: certificate.toString(), url: this.#url, removed: false };
    const others = [...this.#byFingerprint.values()].map(({ certificate: pem, url, removed }) => ({
      ...{ certificate: pem, url, removed },
    }));
    return [self, ...others];
  }

  /** Takes in what the host `from` tells. Answers whether it says that this host was removed. */
  merge(told: readonly ToldMember[], from: string): { readonly removedUs: boolean } {
    let changed = false;
    let removedUs = false;
    for (const one of told) {
      const member = readMember(one, this.#identity.authority);
      if (member === undefined) continue;
      if (member.fingerprint === this.#identity.fingerprint) removedUs ||= member.removed;
      // Somebody of our own name who is not us: ourselves, before we joined anew.
      else if (member.name !== this.#identity.host || member.removed)
        changed = this.#take(member, from) || changed;
    }
    if (changed) this.#tell();
    return { removedUs };
  }

  /** A host that has just been given its certificate. */
  admit(member: Pick<ToldMember, "certificate" | "url">): void {
    this.merge([{ ...member, removed: false }], this.#identity.host);
  }

  /** From now on this host does not belong to us any more. */
  remove({ fingerprint }: StoredMember): void {
    const member = this.#byFingerprint.get(fingerprint);
    if (member === undefined || member.removed) return;
    this.#save({ ...member, removed: true });
    this.#tell();
  }

  /** This host is on its own again. */
  clear(): void {
    this.#byFingerprint.clear();
    this.#table.clear();
    this.#tell();
  }

  /** The list of hosts is another one now. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  #take(member: StoredMember, from: string): boolean {
    const known = this.#byFingerprint.get(member.fingerprint);
    if (known === undefined) return this.#save(member);
    const url = from === known.name ? member.url : known.url;
    const removed = known.removed || member.removed;
    return (url !== known.url || removed !== known.removed) && this.#save({ ...known, url, removed });
  }

  #save(member: StoredMember): true {
    this.#table.save(member);
    this.#byFingerprint.set(member.fingerprint, member);
    return true;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function beginOf({ certificate }: StoredMember): number {
  return Date.parse(new X509Certificate(certificate).validFrom);
}
