import type { Operation, Snapshot, snapshotInput, takeSnapshotInput } from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";

/** Verbs on the snapshots of a host's instances. */
export interface HostSnapshots {
  list(caller: Caller, instance: string): Promise<Snapshot[]>;
  take(caller: Caller, input: z.output<typeof takeSnapshotInput>): Promise<Operation>;
  revert(caller: Caller, input: z.output<typeof snapshotInput>): Promise<Operation>;
  delete(caller: Caller, input: z.output<typeof snapshotInput>): Promise<Operation>;
}
