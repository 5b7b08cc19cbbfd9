import type { CopiedDisk } from "../../model/migration.ts";
import { blockJobChange, type Job } from "../../qmp/index.ts";
import { liftReadLimits, restoreLimits } from "../copy-limits.ts";
import { copyProgress } from "../copy-progress.ts";
import { askPeer, cancelledByUser, gaveUp } from "../give-up.ts";
import { keepSample } from "../keep-samples.ts";
import { abandonMirrors, mirrorId, mirrorsOf, startMirror } from "../mirrors.ts";
import { type Passage, preparedOf } from "../move.ts";
import { nextLook } from "../next-look.ts";
import { report } from "../report.ts";
import { relayOutgoing } from "../stream-relay.ts";

/** Without a byte copied for this long the link is taken for dead. */
const stallMs = 150_000;

/** Whether the target shares every disk. */
export function copiesNothing(move: Passage): boolean {
  return Object.keys(preparedOf(move).copies).length === 0;
}

/** Copies the disks that the target does not share while the guest runs, and returns once every copy has caught up. */
export async function copyDisks(move: Passage): Promise<void> {
  const copies = Object.entries(preparedOf(move).copies);
  move.disks = copies.map(([disk, { path }]) => notYetCopied(move, disk, path));
  const speed = Math.ceil(move.options.bandwidth / Math.max(1, copies.length));
  for (const [index, [disk, { ticket }]] of copies.entries()) {
    const stream = await askPeer(move, () => move.peer.openStream(ticket, move.context.signal));
    move.diskStreams.push(stream);
    stream.once("close", () => move.diskLost.abort());
    const path = await relayOutgoing(move.live.paths.copy(index), stream, move.instance.services.lifetime);
    const spec = move.request.spec.disks.find(({ name }) => name === disk);
    if (spec !== undefined) await liftReadLimits(move.live, spec);
    await startMirror(move.live, { disk, path, speed });
  }
  await followUntilReady(move);
  await keepEqual(move);
}

/** Cuts what the copies go through. First of all: QEMU waits for what is under way, and a dead link never answers. */
export function cutCopies({ diskStreams }: Pick<Passage, "diskStreams">): void {
  for (const stream of diskStreams) stream.destroy();
}

/** Undo: ends the copies. */
export async function abandonCopies(move: Passage): Promise<void> {
  cutCopies(move);
  await abandonMirrors(move.live);
  await restoreLimits(move.live, move.request.spec.disks);
}

async function followUntilReady(move: Passage): Promise<void> {
  let lastMoved = performance.now();
  for (;;) {
    const jobs = await mirrorsOf(move.live);
    const before = move.copySamples.at(-1)?.copiedBytes;
    takeCopySample(move, jobs);
    if (move.copySamples.at(-1)?.copiedBytes !== before) lastMoved = performance.now();
    assertCopying(move, jobs);
    if (jobs.every(({ status }) => status === "ready")) return;
    if (performance.now() - move.startedAt > move.options.timeoutSeconds * 1000)
      throw gaveUp(move, `its disks were not copied within ${move.options.timeoutSeconds} s`);
    if (performance.now() - lastMoved > stallMs)
      throw gaveUp(move, `no byte of its disks moved for ${stallMs / 1000} s`);
    await nextLook(move, ["BLOCK_JOB_READY", "BLOCK_JOB_COMPLETED", "BLOCK_JOB_ERROR"]);
  }
}

/** @throws GantryError when a copy has ended: only the switchover ends one. */
export function assertCopying(move: Passage, jobs: readonly Job[]): void {
  if (move.context.signal.aborted) throw cancelledByUser(move);
  for (const { disk } of move.disks) {
    const job = jobs.find(({ id }) => id === mirrorId(disk));
    if (job !== undefined && job.status !== "concluded" && job.error === undefined) continue;
    throw gaveUp(move, `the copy of disk ${disk} broke off (${job?.error ?? "it ended"})`);
  }
}

/**
 * From now on each write of the guest waits until the copy has it too, so that nothing is left to copy when the guest is
 * paused. QEMU before 8.2 can choose that only at the beginning, where every write would wait behind the whole copy: there
 * the rest is copied in the pause, within what is allowed.
 */
async function keepEqual(move: Passage): Promise<void> {
  if (!move.instance.services.qemu.commands.includes("block-job-change")) return;
  for (const { disk } of move.disks) await blockJobChange(move.live.monitor, mirrorId(disk));
}

/** Keeps one reading of all copies. */
export function takeCopySample(move: Passage, jobs: readonly Job[]): void {
  move.disks = move.disks.map((disk) => {
    const job = jobs.find(({ id }) => id === mirrorId(disk.disk));
    return job === undefined ? disk : { ...disk, copiedBytes: job.done, totalBytes: job.total };
  });
  const { sample, ...how } = copyProgress(move.disks, {
    atMs: Math.round(performance.now() - move.startedAt),
    before: move.copySamples.at(-1),
  });
  keepSample(move.copySamples, sample);
  report(move, "disks", how);
}

function notYetCopied({ request }: Passage, disk: string, targetFile: string): CopiedDisk {
  const source = request.spec.disks.find(({ name }) => name === disk)?.source;
  return {
    disk,
    totalBytes: request.images[disk]?.size ?? 0,
    copiedBytes: 0,
    sourceFile: source !== undefined && "file" in source ? source.file : "",
    targetFile,
    source: "kept",
  };
}
