import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/** What all jobs on disks take. Each outlives its end until `jobDismiss`, so that its error is never missed. */
interface BlockJob {
  readonly jobId: string;
  /** Bytes a second; left out or 0: as fast as it goes. */
  readonly speed?: number;
}

/** A copy of a disk as it is at the moment of the command, made while the guest writes on. */
export interface BackupJob extends BlockJob {
  readonly device: string;
  /** Node that receives the copy, as long as the source. */
  readonly target: string;
  /** `incremental` copies what `bitmap` marks and clears it when the job succeeds. */
  readonly sync: "full" | "top" | "none" | "incremental";
  readonly bitmap?: string;
  readonly compress?: boolean;
}

/** A copy that follows the disk; `ready` once it has caught up. */
export interface MirrorJob extends BlockJob {
  readonly device: string;
  readonly target: string;
  readonly sync: "full" | "top" | "none";
  /** `write-blocking` lets no write of the guest be ahead of the copy. */
  readonly copyMode?: "background" | "write-blocking";
  /** Bytes that are copied together; 1 MiB with a `bufSize` of 64 MiB is the fastest over a network. */
  readonly granularity?: number;
  readonly bufSize?: number;
}

/** Writes what `topNode` (left out: the whole chain above) holds down into `baseNode`. */
export interface CommitJob extends BlockJob {
  readonly device: string;
  readonly topNode?: string;
  readonly baseNode?: string;
}

/** Copies what lies below up into `device`, as far as `baseNode` (left out: all), so that it stands alone. */
export interface StreamJob extends BlockJob {
  readonly device: string;
  readonly baseNode?: string;
}

/** Begins a backup; the guest's writes wait until what they overwrite is copied. */
export async function blockdevBackup(caller: QmpCaller, job: BackupJob, options?: Patience): Promise<void> {
  const { device, target, sync, bitmap, compress } = job;
  const args = { ...common(job), device, target, sync, bitmap, compress };
  await caller.execute("blockdev-backup", args, options);
}

/**
 * Begins a mirror. When it is `ready`, {@link blockJobCancel} ends it with a consistent copy and
 * {@link blockJobComplete} lets the guest go on upon the copy. A fault of the target never stops the guest.
 */
export async function blockdevMirror(caller: QmpCaller, job: MirrorJob, options?: Patience): Promise<void> {
  const { device, target, sync, copyMode, granularity, bufSize } = job;
  const onError = { "on-source-error": "report", "on-target-error": "report" } as const;
  const how = { "copy-mode": copyMode, granularity, "buf-size": bufSize, ...onError };
  await caller.execute("blockdev-mirror", { ...common(job), device, target, sync, ...how }, options);
}

/** Begins a commit. One of the active image becomes `ready` and waits for {@link blockJobComplete}. */
export async function blockCommit(caller: QmpCaller, job: CommitJob, options?: Patience): Promise<void> {
  const nodes = { "top-node": job.topNode, "base-node": job.baseNode };
  await caller.execute("block-commit", { ...common(job), device: job.device, ...nodes }, options);
}

/** Begins a stream. */
export async function blockStream(caller: QmpCaller, job: StreamJob, options?: Patience): Promise<void> {
  const nodes = { device: job.device, "base-node": job.baseNode };
  await caller.execute("block-stream", { ...common(job), ...nodes }, options);
}

/** Ends a mirror that is `ready` with a consistent copy; any other job, or with `force`, it gives up. */
export async function blockJobCancel(
  caller: QmpCaller,
  { jobId, force = false }: { readonly jobId: string; readonly force?: boolean },
  options?: Patience,
): Promise<void> {
  await caller.execute("block-job-cancel", { device: jobId, force }, options);
}

/** Lets a job that is `ready` switch the guest over. Answers at once; wait until the job is concluded. */
export async function blockJobComplete(caller: QmpCaller, jobId: string, options?: Patience): Promise<void> {
  await caller.execute("block-job-complete", { device: jobId }, options);
}

/**
 * Lets each write of the guest wait from now on until a mirror's target has it too. QEMU 8.2 and newer.
 *
 * @throws GantryError `monitor_failed` when this QEMU knows no `block-job-change`.
 */
export async function blockJobChange(caller: QmpCaller, jobId: string, options?: Patience): Promise<void> {
  const args = { id: jobId, type: "mirror", "copy-mode": "write-blocking" };
  await caller.executeUnchecked("block-job-change", args, options);
}

function common({ jobId, speed }: BlockJob) {
  return { "job-id": jobId, speed, "auto-dismiss": false };
}
