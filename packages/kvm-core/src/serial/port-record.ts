import { hash } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import * as z from "zod";
import { type ByteRange, merged } from "./byte-ranges.ts";

const seqSchema = z.int().min(0);
const bootSchema = z.strictObject({ n: z.int().min(1), seq: seqSchema, at: z.iso.datetime() });

/** A boot of the guest: its number, the number of its first byte, and when it began. */
export type SerialBoot = z.output<typeof bootSchema>;

const recordSchema = z.strictObject({
  /** Number of the byte at offset 0 of the log. */
  base: seqSchema,
  /** What is not kept any more of the bytes from `base` on; holes in the file. Ordered and apart from each other. */
  holes: z.array(z.strictObject({ from: seqSchema, to: seqSchema })),
  boots: z.array(bootSchema),
  /** Bytes before this number may still come from the host where the guest was before. */
  awaited: seqSchema.nullable(),
});

/** What the log itself does not tell about the numbers of its bytes. */
export interface PortRecord {
  readonly base: number;
  readonly holes: readonly ByteRange[];
  readonly boots: readonly SerialBoot[];
  readonly awaited: number | null;
}

/** Version 1 knew one hole only, at the beginning. */
const firstRecordSchema = z
  .strictObject({ base: seqSchema, oldest: seqSchema, boots: z.array(bootSchema) })
  .transform(({ base, oldest, boots }) => ({
    base,
    holes: merged([{ from: base, to: oldest }]),
    boots,
    awaited: null,
  }));

const fileSchema = z.strictObject({ version: z.literal([1, 2]), checksum: z.string(), body: z.unknown() });

/** Where the record of the log at `path` lies. */
export function recordOf(path: string): string {
  return `${path}.json`;
}

/**
 * Reads the record at `path`. One that is absent, cut or altered is undefined: the console goes on, its numbers start
 * again, and viewers that come back with old ones are told of a gap.
 */
export async function readRecord(path: string): Promise<PortRecord | undefined> {
  try {
    const { version, checksum, body } = fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
    if (checksum !== checksumOf(body)) return undefined;
    return version === 1 ? firstRecordSchema.parse(body) : recordSchema.parse(body);
  } catch {
    return undefined;
  }
}

/** Replaces the record in one step: whoever reads sees the old or the new one. */
export async function writeRecord(path: string, body: PortRecord): Promise<void> {
  const temporary = `${path}.new`;
  try {
    await using file = await open(temporary, "w", 0o600);
    await file.writeFile(`${JSON.stringify({ version: 2, checksum: checksumOf(body), body })}\n`);
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
