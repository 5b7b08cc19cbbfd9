import { setTimeout as delay } from "node:timers/promises";
import type { BackupTarget } from "../../model/disk-options.ts";
import { GantryError } from "../../model/error.ts";
import { blockdevAdd, queryJobs, queryNamedBlockNodes, transaction } from "../../qmp/index.ts";
import {
  assertFree,
  convertImage,
  makeImage,
  nameWhenWhole,
  partOf,
  reservePart,
} from "../../storage/index.ts";
import type { Instance } from "../instance.ts";
import { lendFiles } from "../lend-files.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { type OperationContext, runStep, silentContext } from "../operation-context.ts";
import type { Quiesce } from "../quiesce.ts";
import { type PlannedBackup, planBackups } from "./backup-plan.ts";
import { beginBackup, endBackup, endBackupJobs } from "./unfinished-backup.ts";

/** How often QEMU is asked how far it is, in milliseconds. */
const askEveryMs = 100;

/**
 * Copies disks into new files while the guest runs on: all of them as they are at one moment, that of the call. Without
 * a process the images themselves are copied. Each file has its name only once it is whole and on disk; when anything
 * fails, or this agent dies, none is left.
 *
 * @param quiesce holds the guest's file systems still at that moment, for a copy that is more than after a power failure.
 * @throws GantryError `file_in_use` (nothing is overwritten), `path_refused`, `disk_full`, `cancelled`, `qemu_failed` with
 *   QEMU's words. The guest is never touched by it.
 */
export async function backupDisks(
  instance: Instance,
  { targets, quiesce }: { readonly targets: readonly BackupTarget[]; readonly quiesce?: Quiesce | undefined },
  context: OperationContext = silentContext(),
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "backup");
  instance.assertAllowed("backup");
  const plans = await runStep(context, "check", () => planBackups(instance, targets));
  await beginBackup(
    instance,
    plans.map(({ path }) => partOf(path)),
  );
  await using undo = new AsyncDisposableStack();
  undo.defer(() => endBackup(instance));
  const { live } = instance;
  context.mayCancel(true);
  await runStep(context, "copy", async () => {
    if (live === undefined) await copyStopped(plans, { undo, context });
    else await copyLive(instance, live, { plans, quiesce, undo, context });
  });
  context.mayCancel(false);
  await runStep(context, "name", async () => {
    for (const { path } of plans) await nameWhenWhole(partOf(path), path);
  });
}

interface Work {
  readonly undo: AsyncDisposableStack;
  readonly context: OperationContext;
}

async function copyStopped(plans: readonly PlannedBackup[], { undo, context }: Work): Promise<void> {
  for (const [index, { disk, path, format }] of plans.entries()) {
    const part = await reservePart(path, undo);
    if (!("file" in disk.source)) continue;
    await convertImage({
      from: { file: disk.source.file, format: disk.format, backing: disk.backing },
      to: { path: part, format },
      signal: context.signal,
      onProgress: (share) => context.progress((index + share) / plans.length, `disk ${disk.name}`),
    });
  }
}

async function copyLive(
  instance: Instance,
  live: LiveQemu,
  how: Work & { readonly plans: readonly PlannedBackup[]; readonly quiesce: Quiesce | undefined },
): Promise<void> {
  const { plans, quiesce, undo, context } = how;
  // Closed before the files get their names or go: QEMU would hold what nobody can see.
  await using closing = new AsyncDisposableStack();
  await openTargets(instance, live, { plans, undo, closing });
  await begin(live, plans, quiesce);
  await follow(instance, live, { plans, context });
}

async function openTargets(
  { services, uuid }: Instance,
  live: LiveQemu,
  how: {
    readonly plans: readonly PlannedBackup[];
    readonly undo: AsyncDisposableStack;
    readonly closing: AsyncDisposableStack;
  },
): Promise<void> {
  const { plans, undo, closing } = how;
  const { monitor, runtime } = live;
  const nodes = await queryNamedBlockNodes(monitor);
  const parts = plans.map(({ id, path }) => ({ disk: id, path: partOf(path) }));
  for (const { path, format, sourceNode } of plans) {
    const bytes = nodes.find(({ nodeName }) => nodeName === sourceNode)?.image.virtualBytes ?? 0;
    await assertFree(path);
    await makeImage({ path: partOf(path), format, bytes }, undo);
  }
  const { account } = runtime;
  if (account !== null) await lendFiles(services, { uuid, account, undo: closing }, parts);
  closing.defer(async () => {
    if (!monitor.isClosed) await endBackupJobs(live);
  });
  for (const { path, format, id } of plans) {
    const file = { driver: "file", filename: partOf(path) };
    await blockdevAdd(monitor, { driver: format, "node-name": id, file });
  }
}

/** All begin at one moment of the guest's time. From then on QEMU keeps what the guest overwrites. */
async function begin(
  live: LiveQemu,
  plans: readonly PlannedBackup[],
  quiesce: Quiesce | undefined,
): Promise<void> {
  await using _resting = await quiesce?.();
  const actions = plans.map(({ id, sourceNode }) => ({
    type: "blockdev-backup" as const,
    data: { "job-id": id, device: sourceNode, target: id, sync: "full" as const, "auto-dismiss": false },
  }));
  await transaction(live.monitor, actions, { timeoutMs: 60_000 });
}

async function follow(
  instance: Instance,
  { monitor }: LiveQemu,
  { plans, context }: { readonly plans: readonly PlannedBackup[]; readonly context: OperationContext },
): Promise<void> {
  for (;;) {
    const jobs = (await queryJobs(monitor)).filter(({ id }) => plans.some((plan) => plan.id === id));
    const error = jobs.find((job) => job.error !== undefined)?.error;
    if (error !== undefined) throw failed(instance, error);
    if (context.signal.aborted) throw cancelled(instance);
    const [done, total] = [sum(jobs.map((job) => job.done)), sum(jobs.map((job) => job.total))];
    if (total > 0) context.progress(Math.min(1, done / total), `${Math.floor(done / 1_048_576)} MiB copied`);
    if (jobs.every(({ status }) => status === "concluded")) return;
    await delay(askEveryMs);
  }
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}

function failed(instance: Instance, error: string): GantryError {
  return new GantryError(error.includes("No space left") ? "disk_full" : "qemu_failed", {
    message: `The backup of ${instance.name} failed: ${error}.`,
    hint: "Nothing of it is left. See to the place where it was to be written and try again.",
    where: instance.where(),
  });
}

function cancelled(instance: Instance): GantryError {
  return new GantryError("cancelled", {
    message: `The backup of ${instance.name} was cancelled.`,
    hint: "Nothing of it is left; try again whenever it suits.",
    where: instance.where(),
  });
}
