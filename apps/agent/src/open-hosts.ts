import type { Hypervisor } from "@gantry/kvm-core";
import { GantryError, type InstanceState } from "@gantry/kvm-core/model";
import type { AuditTable } from "@gantry/store";
import type { Recorder } from "./console/recorder.ts";
import { followDriver } from "./hosts/follow-driver.ts";
import { AllHosts } from "./hosts/all-hosts.ts";
import { HostMirror } from "./hosts/host-mirror.ts";
import { LocalHost } from "./hosts/local-host.ts";
import type { Operations } from "./operations/operations.ts";
import { followPeer } from "./peers/follow-peer.ts";
import { PeerAccess } from "./peers/peer-access.ts";
import { PeerHost } from "./peers/peer-host.ts";
import { RemoteMigrationPeer } from "./peers/remote-migration-peer.ts";
import type { Settings } from "./settings.ts";

/** Milliseconds between two looks for migrations that a former agent left unfinished. */
const recoverEveryMs = 15_000;

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

/** Sets the hosts up. Nothing is asked of a peer before `start`. */
export function openHosts({
  settings,
  driver,
  operations,
  audit,
  recorder,
  version,
  onError,
}: {
  readonly settings: Settings;
  readonly driver: Hypervisor;
  readonly operations: Operations;
  readonly audit: AuditTable;
  readonly recorder: Recorder;
  readonly version: string;
  readonly onError: (error: unknown) => void;
}): OpenHosts {
  const stack = new DisposableStack();
  const peers = new Map(settings.peers.map((peer) => [peer.name, new PeerAccess(driver.host, peer)]));
  const migrationPeer = (host: string) => {
    const access = peers.get(host);
    if (access !== undefined) return new RemoteMigrationPeer(access);
    throw noTarget(driver.host, host);
  };
  const agent = { pid: process.pid, version, startedAt: new Date().toISOString() };
  const self = new HostMirror({ name: driver.host, self: true });
  const follower = stack.use(followDriver({ driver, operations, mirror: self, version, onError }));
  const onLook = () => follower.look();
  const local = {
    agent: new LocalHost({ driver, operations, audit, recorder, agent, onLook, migrationPeer }),
    mirror: self,
  };
  const known = [...peers.values()].map((access) => {
    const mirror = new HostMirror({ name: access.host, self: false });
    return { agent: new PeerHost(access, (operation) => mirror.begun(operation)), mirror, access };
  });
  const all = new AllHosts(local, known);
  const recover = () => {
    const peerOf = (host: string) => {
      const access = peers.get(host);
      return access && new RemoteMigrationPeer(access);
    };
    void driver.recover(peerOf).catch(onError);
  };
  return {
    all,
    alone: all.alone(),
    self,
    peerNamed: (host) => peers.get(host),
    stateHere(instance) {
      const row = all.find(instance);
      return row?.host === driver.host ? row.state : undefined;
    },
    start() {
      for (const { access, mirror } of known) stack.use(followPeer(access, mirror));
      const timer = setInterval(recover, recoverEveryMs);
      stack.defer(() => clearInterval(timer));
      recover();
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}

function noTarget(self: string, host: string): GantryError {
  if (host === self) {
    return new GantryError("checks_refused", {
      message: `The instance is on ${host} already.`,
      hint: "Choose another host.",
    });
  }
  return new GantryError("host_unknown", {
    message: `${self} knows no host named ${host}.`,
    hint: "`hosts.list` shows the hosts it knows; more are added with GANTRY_PEERS.",
  });
}
