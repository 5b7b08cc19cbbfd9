import type { Duplex } from "node:stream";
import { randomBytes } from "node:crypto";
import {
  type Instance,
  type LiveQemu,
  newIncarnation,
  type OperationContext,
  pinnedOf,
  placesOf,
} from "../instance/index.ts";
import type { MigrationOptions, MigrationSample } from "../model/migration.ts";
import type { MigrationPeer, PrepareRequest } from "../model/migration-peer.ts";
import { fileIdentities } from "./file-identities.ts";

/** One migration as its source carries it through the steps. */
export interface Move {
  readonly id: string;
  readonly instance: Instance;
  readonly live: LiveQemu;
  readonly peer: MigrationPeer<Duplex>;
  readonly options: MigrationOptions;
  readonly context: OperationContext;
  readonly request: PrepareRequest;
  /** Whether the guest ran when it began: a paused guest arrives paused. */
  readonly wasRunning: boolean;
  readonly startedAt: number;
  readonly samples: MigrationSample[];
  /** When the guest's CPUs stopped for the switchover, by the clock of `performance.now()`. */
  stoppedAt: number | undefined;
  /** When the target said that they run again. */
  resumedAt: number | undefined;
}

/** What the target has to know, gathered now. */
export async function describeMove(
  instance: Instance,
  { peer, options, context }: Pick<Move, "peer" | "options" | "context">,
): Promise<Move> {
  const live = instance.running;
  const id = randomBytes(8).toString("hex");
  return {
    id,
    instance,
    live,
    peer,
    options,
    context,
    request: await describeInstance(instance, { id, options, incarnation: newIncarnation() }),
    wasRunning: instance.state === "running",
    startedAt: performance.now(),
    samples: [],
    stoppedAt: undefined,
    resumedAt: undefined,
  };
}

/** The request that a target checks and prepares by. */
export async function describeInstance(
  instance: Instance,
  {
    id,
    options,
    incarnation,
  }: { readonly id: string; readonly options: MigrationOptions; readonly incarnation: string },
): Promise<PrepareRequest> {
  const { services, stored, live } = instance;
  return {
    migrationId: id,
    source: services.host,
    targetIncarnation: incarnation,
    uuid: stored.uuid,
    spec: stored.spec,
    machine: live?.runtime.machine ?? pinnedOf(instance),
    places: placesOf(instance),
    qemuVersion: live?.runtime.qemuVersion ?? services.qemu.version,
    options,
    fileIdentities: await fileIdentities(stored.spec),
    sentAt: new Date().toISOString(),
  };
}
