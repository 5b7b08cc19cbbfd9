import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { readChecksummed, syncDirectory, writeChecksummed } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";

const unfinishedSchema = z.strictObject({
  name: z.string(),
  /** The process that goes back; null when none ran. */
  incarnation: z.string().nullable(),
  wasRunning: z.boolean(),
});

/** A revert that was begun and not ended: until it is, the disks may be partly here and partly there. */
export type UnfinishedRevert = z.output<typeof unfinishedSchema>;

/** Writes durably that the revert begins. */
export async function beginRevert(instance: Instance, revert: UnfinishedRevert): Promise<void> {
  await mkdir(instance.services.layout.snapshotsDir(instance.uuid), { recursive: true, mode: 0o700 });
  await writeChecksummed(fileOf(instance), revert);
}

export async function readUnfinishedRevert(instance: Instance): Promise<UnfinishedRevert | undefined> {
  return await readChecksummed(fileOf(instance), unfinishedSchema);
}

/** Writes durably that it has ended. */
export async function endRevert(instance: Instance): Promise<void> {
  await rm(fileOf(instance), { force: true });
  await syncDirectory(instance.services.layout.snapshotsDir(instance.uuid));
}

/** A name that no snapshot's file has: those end in .json and .fd. */
function fileOf({ services, uuid }: Instance): string {
  return join(services.layout.snapshotsDir(uuid), "unfinished-revert");
}
