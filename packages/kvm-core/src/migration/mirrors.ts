import { throttleNode } from "../command-line/index.ts";
import type { LiveQemu } from "../instance/index.ts";
import {
  blockdevAdd,
  blockdevDel,
  blockdevMirror,
  blockJobCancel,
  concludeJob,
  type Job,
  queryJobs,
  queryNamedBlockNodes,
} from "../qmp/index.ts";

/** Marks the jobs and nodes of copies, so that the next agent knows them. */
const prefix = "copy-";

/**
 * What one bit of the map of what is still to copy stands for. A write of 4 KiB costs this much of the link: larger ones
 * make a guest that writes here and there impossible to follow, and are not faster.
 */
const granularity = 64 * 1024;
/** Bytes in flight: four times as many as by default, for links with a delay. */
const bufSize = 64 * 1024 * 1024;

/** Id of the job that copies a disk, and name of the node that it writes to. */
export function mirrorId(disk: string): string {
  return `${prefix}${disk}`;
}

/**
 * Begins to copy a disk to the export of its name behind a Unix socket. The copy is taken below the disk's limits, which
 * are the guest's; a fault of the target ends the job and is never seen by the guest.
 *
 * @param speed bytes a second; 0: as fast as it goes.
 */
export async function startMirror(
  { monitor }: LiveQemu,
  { disk, path, speed }: { readonly disk: string; readonly path: string; readonly speed: number },
): Promise<void> {
  const id = mirrorId(disk);
  await blockdevAdd(monitor, {
    driver: "nbd",
    "node-name": id,
    export: disk,
    server: { type: "unix", path },
  });
  await blockdevMirror(monitor, {
    jobId: id,
    device: throttleNode(disk),
    target: id,
    sync: "full",
    copyMode: "background",
    granularity,
    bufSize,
    speed,
  });
}

/** The copies that QEMU knows of. */
export async function mirrorsOf({ monitor }: LiveQemu): Promise<Job[]> {
  return (await queryJobs(monitor)).filter(({ id }) => id.startsWith(prefix));
}

/**
 * Ends copies that are ready, while the guest is paused: afterwards each is equal to its disk. Never completed in QEMU's
 * sense, which would make the source's guest go on upon the target's disk.
 *
 * @returns QEMU's words when a copy is not whole.
 */
export async function finishMirrors(
  live: LiveQemu,
  disks: readonly string[],
  limitMs: number,
): Promise<string | undefined> {
  const ended = disks.map(async (disk) => {
    const id = mirrorId(disk);
    await blockJobCancel(live.monitor, { jobId: id });
    const error = await concludeJob(live.monitor, id, { timeoutMs: limitMs });
    // Closing flushes: what the guest knows to be on disk is on the target's.
    if (error === undefined) await blockdevDel(live.monitor, id);
    return error;
  });
  return (await Promise.all(ended)).find((error) => error !== undefined);
}

/** Ends every copy, however far it is, and closes what it wrote to. The guest notices nothing. Safe to repeat. */
export async function abandonMirrors(live: LiveQemu): Promise<void> {
  const { monitor } = live;
  if (monitor.isClosed) return;
  for (const { id, status } of await mirrorsOf(live)) {
    if (status !== "concluded")
      await blockJobCancel(monitor, { jobId: id, force: true }).catch(() => undefined);
    await concludeJob(monitor, id, { timeoutMs: 60_000 });
  }
  for (const { nodeName } of await queryNamedBlockNodes(monitor))
    if (nodeName?.startsWith(prefix) === true) await blockdevDel(monitor, nodeName);
}
