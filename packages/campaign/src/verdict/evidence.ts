import type { InstanceSummary, Operation } from "@gantry/kvm-core/model";
import type { WillRun } from "../watch/journal-reader.ts";
import type { HeldRecord } from "../watch/records.ts";
import type { SeenQemu, Unallowed } from "../watch/witness.ts";
import type { DiskFile } from "../guest-disk.ts";
import type { GuestKind } from "../guest-kind.ts";
import type { HostPlace } from "../world/names.ts";
import type { QemuProcess } from "../world/processes.ts";

/** All that is known of one run once both hosts are at rest again. */
export interface Evidence {
  readonly guest: GuestKind;
  /** Where it was in the beginning. */
  readonly source: HostPlace;
  /** What was still missing when there was no more patience; undefined when all came to rest. */
  readonly restless: string | undefined;
  /** Every QEMU process that was seen, and when its guest ran. */
  readonly seen: readonly SeenQemu[];
  readonly unallowed: readonly Unallowed[];
  readonly allowed: readonly WillRun[];
  readonly records: readonly HeldRecord[];
  /** What each host says of the instance on the host where it is. */
  readonly rows: Readonly<Record<HostPlace, InstanceSummary | undefined>>;
  /** The hosts that have a file of the instance. */
  readonly holders: readonly HostPlace[];
  readonly processes: readonly QemuProcess[];
  /** Whether nothing was done that a move may fail for. */
  readonly mustMove?: boolean;
  /** Undefined when the agent that ran it does not know it. */
  readonly operation: Operation | undefined;
  readonly console: string;
  /** Why there is none. */
  readonly consoleFailed?: string | undefined;
  /** What each host has of the guest's disk, read after the console. */
  readonly disks: Readonly<Record<HostPlace, DiskFile | undefined>>;
  /** Why a paused guest that was told to go on afterwards did not. */
  readonly stuck: string | undefined;
  /** Files that nobody needs any more. */
  readonly leftovers: readonly string[];
  /** The epoch in which the source's process was to send the rest of a guest that belonged to the target already. */
  readonly handedOnIn?: number | undefined;
  /** Of a guest that echoes what is typed. */
  readonly echo?: Echo | undefined;
  /** Why one that is stuck half way could not be ended and started by a person. */
  readonly freeFailed?: string | undefined;
  /** Whether all of it had arrived before something was broken. */
  readonly hadArrived?: boolean;
  /** Which QEMUs were killed, be it with the power of their hosts. */
  readonly killed?: readonly HostPlace[];
  /** How long it may have stood still and gone on in the same process, milliseconds; undefined where nobody could help it. */
  readonly mostPauseMs: number | undefined;
  /** Whether the guest itself may have been lost with the process that was killed. */
  readonly mayLose: boolean;
}

/** What was typed to a guest since it booted the last time, and what came back. */
export interface Echo {
  readonly typed: string;
  readonly heard: string;
  /** Why one whose memory was lost did not start again. */
  readonly startFailed: string | undefined;
}
