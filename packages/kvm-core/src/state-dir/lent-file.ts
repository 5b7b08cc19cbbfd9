import { readdir, rm } from "node:fs/promises";
import * as z from "zod";
import { readChecksummed, writeChecksummed } from "./checksummed-file.ts";
import { syncDirectory } from "./atomic-file.ts";
import type { Layout } from "./layout.ts";

const lentFileSchema = z.strictObject({
  /** Where it lies, links resolved. */
  path: z.string(),
  /** Device and inode: another file that comes to lie there is not touched. */
  identity: z.string(),
  /** The disk that it is; null for a file of Gantry's own. */
  disk: z.string().nullable(),
  /** The uid whose it was, and will be. */
  from: z.int().min(0),
  /** The uid whose it is meanwhile. */
  to: z.int().min(0),
});
/** A file that belongs to QEMU's account for as long as a process of its instance lives. */
export type LentFile = z.output<typeof lentFileSchema>;

/** Writes durably which files of an instance are lent; none leaves no record. */
export async function writeLent(layout: Layout, uuid: string, files: readonly LentFile[]): Promise<void> {
  const path = layout.lentFile(uuid);
  if (files.length > 0) return await writeChecksummed(path, { files });
  await rm(path, { force: true });
  await syncDirectory(layout.lentDir);
}

/** Which files of an instance are lent. Throws `state_damaged`. */
export async function readLent(layout: Layout, uuid: string): Promise<readonly LentFile[]> {
  const schema = z.strictObject({ files: z.array(lentFileSchema) });
  return (await readChecksummed(layout.lentFile(uuid), schema))?.files ?? [];
}

/** The instances that something is lent to. */
export async function lentUuids(layout: Layout): Promise<string[]> {
  const names = await readdir(layout.lentDir);
  return names.flatMap((name) => /^([0-9a-f-]{36})\.json$/.exec(name)?.[1] ?? []);
}
