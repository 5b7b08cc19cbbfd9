import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { readChecksummed, writeChecksummed } from "../../state-dir/index.ts";
import { blockdevDel, jobCancel, concludeJob, queryJobs, queryNamedBlockNodes } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";

const unfinishedSchema = z.strictObject({ parts: z.array(z.string()) });

/** Writes durably which files are parts of a backup until {@link endBackup}. */
export async function beginBackup(instance: Instance, parts: readonly string[]): Promise<void> {
  await writeChecksummed(fileOf(instance), { parts });
}

export async function endBackup(instance: Instance): Promise<void> {
  await rm(fileOf(instance), { force: true });
}

/** Ends what QEMU does for a backup, and closes the files it wrote to. */
export async function endBackupJobs({ monitor }: LiveQemu): Promise<void> {
  for (const { id, status } of (await queryJobs(monitor)).filter((job) => job.id.startsWith("backup-"))) {
    if (status !== "concluded") await jobCancel(monitor, id).catch(() => undefined);
    await concludeJob(monitor, id);
  }
  for (const { nodeName } of await queryNamedBlockNodes(monitor))
    if (nodeName?.startsWith("backup-") === true) await blockdevDel(monitor, nodeName);
}

/** A former agent died while it made a backup: nothing of it is left afterwards, and the guest has noticed nothing. */
export async function takeUpBackup(instance: Instance): Promise<void> {
  const unfinished = await readChecksummed(fileOf(instance), unfinishedSchema);
  if (unfinished === undefined) return;
  if (instance.live !== undefined) await endBackupJobs(instance.live);
  for (const part of unfinished.parts) await rm(part, { force: true });
  await endBackup(instance);
}

function fileOf({ services, uuid }: Instance): string {
  return join(services.layout.instanceDir(uuid), "unfinished-backup.json");
}
