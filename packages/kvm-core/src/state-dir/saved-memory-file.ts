import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { syncDirectory } from "./atomic-file.ts";
import { readChecksummed, writeChecksummed } from "./checksummed-file.ts";
import { pinnedMachineSchema } from "./instance-file.ts";
import type { Layout } from "./layout.ts";

const savedMemorySchema = z.strictObject({
  /** The QEMU process whose memory it is. */
  incarnation: z.string(),
  savedAt: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  machine: pinnedMachineSchema,
  qemuVersion: z.string(),
  /** The files of writable disks as they were left: memory fits these and no later ones. */
  disks: z.array(
    z.strictObject({ name: z.string(), path: z.string(), inode: z.string(), modifiedNs: z.string() }),
  ),
  /** Per serial port what was typed and not yet taken by the guest (base64). */
  untaken: z.array(z.base64()),
});

const savedMemoryRecordSchema = z.discriminatedUnion("phase", [
  /** The file is being written: it is worth nothing yet, and the process still holds the guest. */
  z.strictObject({ phase: z.literal("saving"), incarnation: z.string(), wasRunning: z.boolean() }),
  /** The file is whole and is the guest: no process may run it. */
  z.strictObject({ phase: z.literal("saved"), saved: savedMemorySchema }),
  /** The process `into` has read all of it. Worth something only as long as that one has never run. */
  z.strictObject({ phase: z.literal("restoring"), into: z.string(), saved: savedMemorySchema }),
]);

/** Facts of a memory that was saved whole. */
export type SavedMemory = z.output<typeof savedMemorySchema>;
/** Who the guest is at this moment: a process, a file, or a process that was read from the file. */
export type SavedMemoryRecord = z.output<typeof savedMemoryRecordSchema>;

/** Writes durably whether the memory file may be used. */
export async function writeSavedMemory(
  layout: Layout,
  uuid: string,
  record: SavedMemoryRecord,
): Promise<void> {
  await writeChecksummed(layout.savedMemoryRecord(uuid), record);
}

/** The record, or undefined when there is no saved memory. Throws `state_damaged`. */
export async function readSavedMemory(layout: Layout, uuid: string): Promise<SavedMemoryRecord | undefined> {
  return await readChecksummed(layout.savedMemoryRecord(uuid), savedMemoryRecordSchema);
}

/** Forgets the memory for good: first, durably, that it may be used, then the file. */
export async function removeSavedMemory(layout: Layout, uuid: string): Promise<void> {
  await rm(layout.savedMemoryRecord(uuid), { force: true });
  await syncDirectory(dirname(layout.savedMemoryRecord(uuid)));
  await rm(layout.savedMemory(uuid), { force: true });
}
