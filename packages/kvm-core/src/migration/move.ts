import type { Duplex } from "node:stream";
import { randomBytes } from "node:crypto";
import { type Instance, type LiveQemu, newIncarnation, type OperationContext } from "../instance/index.ts";
import type {
  CopiedDisk,
  CopySample,
  Forecast,
  GuestClock,
  MigrationOptions,
  MigrationSample,
  TimeoutAction,
} from "../model/migration.ts";
import type { GantryError } from "../model/error.ts";
import type { MigrationPeer, PrepareReply, PrepareRequest } from "../model/migration-peer.ts";
import type { ConsoleEnd } from "./console-ends.ts";
import { describeInstance } from "./describe-instance.ts";
import type { Loss } from "./post-copy/memory-lost.ts";

/** The process that a guest is sent to, wherever it is. */
export type Destination = Pick<MigrationPeer<Duplex>, "host" | "openStream" | "probe">;

/** A guest on its way from one QEMU process to another, as the agent of the first carries it through the steps. */
export interface Passage {
  readonly id: string;
  readonly instance: Instance;
  readonly live: LiveQemu;
  readonly peer: Destination;
  readonly options: MigrationOptions;
  readonly context: OperationContext;
  readonly request: PrepareRequest;
  /** Whether the guest ran when it began: a paused guest arrives paused. */
  readonly wasRunning: boolean;
  /** By the clock of `performance.now()`, as all times here. */
  readonly startedAt: number;
  /** What was foretold by the checks before it, if there were any. */
  readonly forecast: Forecast | undefined;
  readonly samples: MigrationSample[];
  readonly copySamples: CopySample[];
  /** The streams that carry disks. */
  readonly diskStreams: Duplex[];
  /** Aborts when one of them ends: QEMU notices only at its next write, which a bandwidth limit may put off. */
  readonly diskLost: AbortController;
  /** What the target has made ready; undefined before that. */
  prepared: PrepareReply | undefined;
  /** How far each disk's copy is. */
  disks: readonly CopiedDisk[];
  /** The share of the bar that is shown: it never becomes less. */
  shown: number;
  /** The pause that QEMU is allowed now, in milliseconds. */
  pauseLimitMs: number;
  /** What was done because it did not move in time. */
  afterTimeout: TimeoutAction | undefined;
  /** Whether it ends by post-copy: then the commit comes before the guest is sent, not after. */
  postCopy: boolean;
  /** How the guest's memory was lost. Only post-copy can come to that. */
  lost: Loss | undefined;
  /** Whether a commit may have been sent: nobody else may be let in on the guest before its outcome is known. */
  commitSent: boolean;
  /** Why the guest could not go on here after the move was given up; undefined when it does. */
  notGoingOn: GantryError | undefined;
  /** What its consoles end with, read while the last of the guest was sent; undefined before, or when it could not be. */
  consoleEnds: readonly ConsoleEnd[] | undefined;
  /** When the guest's CPUs stopped for the switchover. */
  stoppedAt: number | undefined;
  /** When the target said that they run again. */
  resumedAt: number | undefined;
  /** When nothing of it was left here. */
  endedAt: number | undefined;
  /** What became of the guest's clock on the target. */
  guestClock: GuestClock | undefined;
}

/** One migration to another host as its source carries it through the steps. */
export interface Move extends Passage {
  readonly peer: MigrationPeer<Duplex>;
  /** Told when nobody is to find the instance here any more, though not everything of it is gone. */
  readonly onLeft: () => void;
}

/** A migration that is about to begin. */
export async function describeMove(
  instance: Instance,
  { peer, onLeft, ...how }: Pick<Move, "peer" | "options" | "context" | "onLeft" | "forecast">,
): Promise<Move> {
  const passage = await describePassage(instance, { peer, ...how });
  return Object.assign(passage, { peer, onLeft });
}

/** The same of a guest that may stay on its host. */
export async function describePassage(
  instance: Instance,
  { peer, options, context, forecast }: Pick<Passage, "peer" | "options" | "context" | "forecast">,
): Promise<Passage> {
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
    forecast,
    samples: [],
    copySamples: [],
    diskStreams: [],
    diskLost: new AbortController(),
    prepared: undefined,
    disks: [],
    shown: 0,
    pauseLimitMs: options.allowedPauseMs,
    afterTimeout: undefined,
    postCopy: false,
    lost: undefined,
    commitSent: false,
    notGoingOn: undefined,
    consoleEnds: undefined,
    stoppedAt: undefined,
    resumedAt: undefined,
    endedAt: undefined,
    guestClock: undefined,
  };
}

/** The tickets and copies that the target has given out. */
export function preparedOf({ prepared }: Pick<Passage, "prepared">): PrepareReply {
  if (prepared === undefined) throw new Error("The target has not been prepared.");
  return prepared;
}
