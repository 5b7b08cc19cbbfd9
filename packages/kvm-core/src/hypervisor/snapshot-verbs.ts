import { deleteSnapshot } from "../instance/snapshots/delete-snapshot.ts";
import { listSnapshots } from "../instance/snapshots/list-snapshots.ts";
import { revertToSnapshot } from "../instance/snapshots/revert-snapshot.ts";
import { type TakeOptions, takeSnapshot } from "../instance/snapshots/take-snapshot.ts";
import type { OperationContext } from "../instance/index.ts";
import { parseOrThrow } from "../model/faults.ts";
import { type Snapshot, snapshotNameSchema } from "../model/snapshot.ts";
import type { InstanceTable } from "./instance-table.ts";

/**
 * Verbs on the snapshots of an instance. Instances are named by name or uuid. A snapshot lies inside the images of all
 * disks that the guest may write to, which have to be qcow2 files.
 */
export class SnapshotVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }

  /** Takes a snapshot, with memory if there is a guest and it is not said otherwise. See `takeSnapshot`. */
  async take(reference: string, options: TakeOptions, context?: OperationContext): Promise<Snapshot> {
    const name = checked(options.name);
    return await takeSnapshot(this.#table.get(reference), { ...options, name }, context);
  }

  /** Every snapshot, oldest first, with what each disk has of it. */
  async list(reference: string): Promise<Snapshot[]> {
    return await listSnapshots(this.#table.get(reference));
  }

  /** Goes back to a snapshot; what is there now is lost. See `revertToSnapshot`. */
  async revert(reference: string, name: string, context?: OperationContext): Promise<void> {
    await revertToSnapshot(this.#table.get(reference), checked(name), context);
  }

  /** Removes a snapshot; the instance stays what it is. */
  async delete(reference: string, name: string): Promise<void> {
    await deleteSnapshot(this.#table.get(reference), checked(name));
  }
}

function checked(name: string): string {
  return parseOrThrow(snapshotNameSchema, name, { what: "The name of the snapshot" });
}
