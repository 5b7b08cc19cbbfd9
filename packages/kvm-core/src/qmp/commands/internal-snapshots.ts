import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/** A job on snapshots inside qcow2 images. It is never dismissed by itself: see `concludeJob`. */
export interface SnapshotJob {
  readonly jobId: string;
  readonly tag: string;
  /** Nodes of all disks that belong to it. */
  readonly devices: readonly string[];
}

/** A {@link SnapshotJob} with the guest's memory in it, kept in the image of the node `vmstate`. */
export interface FullSnapshotJob extends SnapshotJob {
  readonly vmstate: string;
}

/** Begins to write memory, devices and disks under `tag`. The guest stands still until the job is concluded. */
export async function snapshotSave(
  caller: QmpCaller,
  job: FullSnapshotJob,
  options?: Patience,
): Promise<void> {
  await caller.execute("snapshot-save", { ...common(job), vmstate: job.vmstate }, options);
}

/** Begins to go back to `tag`: the present memory and disks are lost. The guest stays stopped when it was. */
export async function snapshotLoad(
  caller: QmpCaller,
  job: FullSnapshotJob,
  options?: Patience,
): Promise<void> {
  await caller.execute("snapshot-load", { ...common(job), vmstate: job.vmstate }, options);
}

/** Begins to delete `tag` from all the devices; one that lacks it is no error. */
export async function snapshotDelete(caller: QmpCaller, job: SnapshotJob, options?: Patience): Promise<void> {
  await caller.execute("snapshot-delete", common(job), options);
}

function common({ jobId, tag, devices }: SnapshotJob) {
  return { "job-id": jobId, tag, devices };
}
