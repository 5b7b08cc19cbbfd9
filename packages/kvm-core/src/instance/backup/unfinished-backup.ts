import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { readChecksummed, writeChecksummed } from "../../state-dir/index.ts";
import { blockdevDel, jobCancel, concludeJob, queryJobs, queryNamedBlockNodes } from "../../qmp/index.ts";
import { assertFree } from "../../storage/index.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";

const unfinishedSchema = z.strictObject({ parts: z.array(z.string()) });

/**
 * Writes durably which files come to be until {@link endBackup}: those of a backup or a clone.
 *
 * @throws GantryError `file_in_use` when one of them is there already: it is not ours to remove.
 */
export async function beginBackup(instance: Instance, parts: readonly string[]): Promise<void> {
  for (const part of parts) await assertFree(part);
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

/**
 * A former agent died while it made a backup or a clone: nothing of it is left afterwards, and the guest has noticed
 * nothing. Files of a clone that was made after all are its own.
 */
export async function takeUpBackup(instance: Instance): Promise<void> {
  const unfinished = await readChecksummed(fileOf(instance), unfinishedSchema);
  if (unfinished === undefined) return;
  if (instance.live !== undefined) await endBackupJobs(instance.live);
  const used = new Set(
    [...instance.services.listed].flatMap(({ stored }) => stored.spec.disks.map(fileOfDisk)),
  );
  for (const part of unfinished.parts) if (!used.has(part)) await rm(part, { force: true });
  await endBackup(instance);
}

function fileOfDisk({ source }: DiskSpec): string | undefined {
  return "file" in source ? source.file : undefined;
}

function fileOf({ services, uuid }: Instance): string {
  return join(services.layout.instanceDir(uuid), "unfinished-backup.json");
}
