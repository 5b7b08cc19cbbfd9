import { hash } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import * as z from "zod";

const bootSchema = z.strictObject({ n: z.int().min(1), seq: z.int().min(0), at: z.iso.datetime() });

/** A boot of the guest: its number, the number of its first byte, and when it began. */
export type SerialBoot = z.output<typeof bootSchema>;

const recordSchema = z.strictObject({
  /** Number of the byte at offset 0 of the log. */
  base: z.int().min(0),
  /** Number of the oldest byte the log still has; those before it are a hole in the file. */
  oldest: z.int().min(0),
  boots: z.array(bootSchema),
});

/** What the log itself does not tell about the numbers of its bytes. */
export type PortRecord = z.output<typeof recordSchema>;

const fileSchema = z.strictObject({ version: z.literal(1), checksum: z.string(), body: z.unknown() });

/** The record of a log that nobody has numbered yet. */
const newRecord: PortRecord = { base: 0, oldest: 0, boots: [] };

/**
 * Reads the record at `path`. One that is absent, cut or altered counts as new: the console goes on, its numbers start
 * again, and viewers that come back with old ones are told of a gap.
 */
export async function readRecord(path: string): Promise<PortRecord> {
  try {
    const { checksum, body } = fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return checksum === checksumOf(body) ? recordSchema.parse(body) : newRecord;
  } catch {
    return newRecord;
  }
}

/** Replaces the record in one step: whoever reads sees the old or the new one. */
export async function writeRecord(path: string, body: PortRecord): Promise<void> {
  const temporary = `${path}.new`;
  try {
    await using file = await open(temporary, "w", 0o600);
    await file.writeFile(`${JSON.stringify({ version: 1, checksum: checksumOf(body), body })}\n`);
    await file.datasync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await rename(temporary, path);
}

function checksumOf(body: unknown): string {
  return hash("sha256", JSON.stringify(body));
}
