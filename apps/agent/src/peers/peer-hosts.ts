import type { AllHosts } from "../hosts/all-hosts.ts";
import { HostMirror, type KnownOfHost } from "../hosts/host-mirror.ts";
import type { HostIdentity } from "../identity/host-identity.ts";
import { followPeer } from "./follow-peer.ts";
import type { ToldMember } from "./member.ts";
import type { MemberRegistry } from "./member-registry.ts";
import { accessByCertificate, type PeerAccess } from "./peer-access.ts";
import { PeerHost } from "./peer-host.ts";

/** The hosts that joined, and what is done with what they tell of each other. */
export interface JoinedHosts {
  readonly identity: HostIdentity;
  readonly registry: MemberRegistry;
  readonly onMembers: (told: readonly ToldMember[], from: string) => void;
}

interface Followed {
  readonly access: PeerAccess;
  readonly mirror: HostMirror;
  readonly known: KnownOfHost;
  readonly following: DisposableStack;
}

/** All peers: those that the settings name, and those that joined, which come and go while the agent runs. */
export class PeerHosts implements Disposable {
  readonly #hosts: AllHosts;
  readonly #joined: JoinedHosts | undefined;
  readonly #peers = new Map<string, Followed>();
  readonly #scope = new DisposableStack();
  #started = false;

  constructor(options: {
    readonly hosts: AllHosts;
    readonly configured: readonly PeerAccess[];
    readonly joined: JoinedHosts | undefined;
  }) {
    this.#hosts = options.hosts;
    this.#joined = options.joined;
    for (const access of options.configured) this.#add(access, {}, new DisposableStack());
    this.#follow();
    if (this.#joined !== undefined) this.#scope.use(this.#joined.registry.onChange(() => this.#follow()));
  }

  named(host: string): PeerAccess | undefined {
    return this.#peers.get(host)?.access;
  }

  /** From now on the peers are listened to. */
  start(): void {
    this.#started = true;
    for (const peer of this.#peers.values()) this.#listen(peer);
  }

  [Symbol.dispose](): void {
    this.#scope.dispose();
    for (const { following } of this.#peers.values()) following.dispose();
  }

  /** Makes the peers those that belong to us now. */
  #follow(): void {
    if (this.#joined === undefined) return;
    const { identity, registry } = this.#joined;
    const members = new Map(registry.members().map((member) => [member.name, member]));
    for (const [name, { known, access }] of this.#peers) {
      const member = members.get(name);
      const isSame = member?.fingerprint === known.fingerprint && member?.url === access.url;
      if (known.fingerprint !== undefined && !isSame) this.#remove(name);
    }
    for (const { name, url, fingerprint } of members.values()) {
      // One that the settings name too is reached as they say.
      if (this.#peers.has(name)) continue;
      const scope = new DisposableStack();
      const access = scope.use(accessByCertificate(identity, { host: name, url, fingerprint }));
      this.#add(access, { address: new URL(url).host, fingerprint }, scope);
    }
  }

  #add(access: PeerAccess, known: KnownOfHost, following: DisposableStack): void {
    const mirror = new HostMirror({ name: access.host, self: false, known: () => known });
    const peer = { access, mirror, known, following };
    this.#peers.set(access.host, peer);
    this.#hosts.add({ agent: new PeerHost(access, (operation) => mirror.begun(operation)), mirror });
    if (this.#started) this.#listen(peer);
  }

  #remove(name: string): void {
    this.#peers.get(name)?.following.dispose();
    this.#peers.delete(name);
    this.#hosts.remove(name);
  }

  #listen({ access, mirror, following }: Followed): void {
    const onMembers = (told: readonly ToldMember[]) => this.#joined?.onMembers(told, access.host);
    following.use(followPeer({ access, mirror, onMembers }));
  }
}
