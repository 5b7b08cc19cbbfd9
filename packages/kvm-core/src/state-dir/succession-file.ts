import { rm } from "node:fs/promises";
import * as z from "zod";
import type { ReadyFile } from "./atomic-file.ts";
import { makeChecksummedReady, readChecksummed } from "./checksummed-file.ts";
import type { Layout } from "./layout.ts";
import { runtimeFileSchema } from "./runtime-file.ts";

const successionFileSchema = z.strictObject({
  migrationId: z.string(),
  /** The process that has the guest, until the ownership record names the other. */
  old: runtimeFileSchema,
  /** The process that is to take it over. */
  successor: runtimeFileSchema,
});
/** Both QEMU processes of an instance whose guest goes over from one to the other: whoever comes next finds them by it. */
export type SuccessionFile = z.output<typeof successionFileSchema>;

/** Makes it ready, to be published once the successor is whole. */
export async function makeSuccessionReady(layout: Layout, succession: SuccessionFile): Promise<ReadyFile> {
  return await makeChecksummedReady(layout.successionFile(succession.old.uuid), succession);
}

/** Undefined when no guest goes over. Throws `state_damaged`. */
export async function readSuccession(layout: Layout, uuid: string): Promise<SuccessionFile | undefined> {
  return await readChecksummed(layout.successionFile(uuid), successionFileSchema);
}

/** Forgets it, once one of the two processes is gone with all that it left. */
export async function removeSuccession(layout: Layout, uuid: string): Promise<void> {
  await rm(layout.successionFile(uuid), { force: true });
}
