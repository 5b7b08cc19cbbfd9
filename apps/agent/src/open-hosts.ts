import type { Hypervisor } from "@gantry/kvm-core";
import { GantryError, type InstanceState } from "@gantry/kvm-core/model";
import type { AuditTable, MaintenanceTable } from "@gantry/store";
import type { Recorder } from "./console/recorder.ts";
import { AllHosts } from "./hosts/all-hosts.ts";
import { followDriver } from "./hosts/follow-driver.ts";
import { HostMirror, type KnownOfHost } from "./hosts/host-mirror.ts";
import { AddressGuard } from "./images/address-guard.ts";
import { LocalHost } from "./hosts/local-host.ts";
import type { Ownership } from "./open-ownership.ts";
import type { Operations } from "./operations/operations.ts";
import { accessBySecret, type PeerAccess } from "./peers/peer-access.ts";
import { type JoinedHosts, PeerHosts } from "./peers/peer-hosts.ts";
import { Recovery } from "./operations/recovery.ts";
import { RemoteMigrationPeer } from "./peers/remote-migration-peer.ts";
import type { Settings } from "./settings.ts";

/** Milliseconds between two looks for migrations that a former agent left unfinished. */
const recoverEveryMs = 10_000;

/** This host and its peers, each with a mirror that is kept true. */
export interface OpenHosts extends Disposable {
  /** Answers for all hosts. */
  readonly all: AllHosts;
  /** Answers for this host only: for calls that a peer passed on. */
  readonly alone: AllHosts;
  readonly self: HostMirror;
  peerNamed(host: string): PeerAccess | undefined;
  /** The state of an instance (by uuid) that is on this host. */
  stateHere(instance: string): InstanceState | undefined;
  /** Begins to listen to the peers and to finish what was left unfinished. */
  start(): void;
}

/** What the hosts are opened from. */
export interface HostsParts {
  readonly settings: Settings;
  readonly driver: Hypervisor;
  readonly operations: Operations;
  readonly ownership: Ownership;
  readonly audit: AuditTable;
  readonly maintenance: MaintenanceTable;
  readonly recorder: Recorder;
  readonly version: string;
  /** The hosts that joined; absent where none can. */
  readonly joined: JoinedHosts | undefined;
  readonly onError: (error: unknown) => void;
}

/** Sets the hosts up. Nothing is asked of a peer before `start`. */
export function openHosts(parts: HostsParts): OpenHosts {
  const { settings, driver, operations, ownership, maintenance, joined, onError } = parts;
  const { audit, recorder, version } = parts;
  const stack = new DisposableStack();
  const known = () => ({ ...addressOf(joined), maintenance: maintenance.present() });
  const self = new HostMirror({ name: driver.host, self: true, known });
  const follower = stack.use(followDriver({ driver, operations, mirror: self, version, onError }));
  const onLook = () => follower.look();
  const agent = { pid: process.pid, version, startedAt: new Date().toISOString() };
  const migrationPeer = (host: string) => migrationPeerOf(driver.host, peers.named(host), host);
  const examineStore = () => ownership.examine(all.list().map(({ name }) => name));
  const guard = new AddressGuard(settings.downloadNetworks);
  const local = {
    agent: new LocalHost({
      ...{
        driver,
        operations,
        audit,
        recorder,
        agent,
        guard,
        onLook,
        migrationPeer,
        examineStore,
        maintenance,
      },
      demoGuest: settings.demoGuest,
      onMaintenance: () => self.apply({ type: "host", host: self.host }),
      others: (caller) => ({ hosts: () => all.list(), infoOf: (host) => all.named(host).info(caller) }),
      recover: () => recovery.look(),
      takeOver: (instance, actor) => recovery.takeOver(instance, actor),
    }),
    mirror: self,
  };
  const all = new AllHosts(local, []);
  const configured = settings.peers.map((peer) => accessBySecret(driver.host, peer));
  const peers = stack.use(new PeerHosts({ hosts: all, configured, joined }));
  const peerOf = (host: string) => {
    const access = peers.named(host);
    return access && new RemoteMigrationPeer(access);
  };
  const recovery = new Recovery({ driver, operations, peerOf });
  const recover = () => void recovery.look().catch(onError);
  return {
    all,
    alone: all.alone(),
    self,
    peerNamed: (host) => peers.named(host),
    stateHere(instance) {
      const row = all.find(instance);
      return row?.host === driver.host ? row.state : undefined;
    },
    start() {
      peers.start();
      const timer = setInterval(recover, recoverEveryMs);
      stack.defer(() => clearInterval(timer));
      recover();
      local.agent.images.sweep().catch(onError);
      ownership.start(recover);
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}

function addressOf(joined: JoinedHosts | undefined): KnownOfHost {
  if (joined === undefined) return {};
  return { address: new URL(joined.registry.url).host, fingerprint: joined.identity.fingerprint };
}

function migrationPeerOf(self: string, access: PeerAccess | undefined, host: string): RemoteMigrationPeer {
  if (access !== undefined) return new RemoteMigrationPeer(access);
  throw new GantryError("host_unknown", {
    message: `${self} knows no host named ${host}.`,
    hint: "`hosts.list` shows the hosts it knows; more join with `gantry host invite`.",
  });
}
