import type { Hypervisor } from "@gantry/kvm-core";
import type { HostFacts } from "@gantry/kvm-core/model";
import type { Operations } from "../operations/operations.ts";
import type { HostMirror } from "./host-mirror.ts";
import { WhileLookedAt } from "./while-looked-at.ts";

/** Milliseconds between two readings of the host's figures, and for how long a look keeps them fresh. */
const facts = { everyMs: 10_000, lastsMs: 15_000 };

/** Whose news to follow, and what hears of trouble. */
export interface DriverFollowing {
  readonly driver: Hypervisor;
  readonly operations: Operations;
  readonly mirror: HostMirror;
  readonly version: string;
  readonly onError: (error: unknown) => void;
}

/** Somebody who keeps a mirror true, and wants to know when it is looked at. */
export interface DriverFollower extends Disposable {
  look(): void;
}

/**
 * Keeps the own host's mirror true until disposed: instances and operations at once, figures every ten seconds while
 * somebody looks.
 */
export function followDriver(following: DriverFollowing): DriverFollower {
  const { driver, operations, mirror, version, onError } = following;
  const end = new AbortController();
  for (const operation of operations.newest(50).toReversed()) mirror.apply({ type: "operation", operation });
  const operationChanges = operations.onChange((operation) => mirror.apply({ type: "operation", operation }));
  const readFacts = async () => {
    try {
      mirror.apply({ type: "host", host: summaryOf(await driver.hostFacts(), version) });
    } catch (error) {
      onError(error);
    }
  };
  const observation = new WhileLookedAt({ act: () => void readFacts(), ...facts });
  observation.look();
  void followInstances(driver, mirror, end.signal).catch(onError);
  return {
    look: () => {
      driver.look();
      observation.look();
    },
    [Symbol.dispose]: () => {
      observation[Symbol.dispose]();
      operationChanges[Symbol.dispose]();
      end.abort();
    },
  };
}

async function followInstances(driver: Hypervisor, mirror: HostMirror, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Watching begins before the list is read, so that nothing falls between the two.
    // Nobody looks because of that: who does is told by `look`.
    const events = driver.watch(signal, { attentive: false });
    mirror.apply({ type: "snapshot", host: mirror.host, instances: driver.list(), operations: [] });
    try {
      for await (const event of events) mirror.apply(event);
    } catch (error) {
      // The driver lets go of a watcher that fell too far behind; it begins again with a fresh list.
      if (signal.aborted) throw error;
    }
  }
}

function summaryOf(facts: HostFacts, version: string) {
  return {
    name: facts.name,
    status: "online" as const,
    self: true,
    version,
    cpus: facts.cpus,
    memoryTotalMiB: facts.memoryTotalMiB,
    memoryAvailableMiB: facts.memoryAvailableMiB,
    memoryCommittedMiB: facts.memoryCommittedMiB,
    instances: 0,
  };
}
