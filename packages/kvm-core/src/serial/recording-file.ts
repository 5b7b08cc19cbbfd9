import { hash } from "node:crypto";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { recordingSchema } from "../model/console-archive.ts";

/** A recording as its record keeps it, so that it goes on under the next agent and on the next host. */
export const storedRecordingSchema = z.strictObject({
  recording: recordingSchema,
  /** All before this byte is in the file. */
  renderedTo: z.int().min(0),
  /** So long the file is; what is behind it was written by an agent that was killed, and is written again. */
  castBytes: z.int().min(0),
  /** Second of the recording that the file has reached. */
  seconds: z.number().min(0),
  /** So many of the markers are in the file. */
  markersRendered: z.int().min(0),
});
/** See {@link storedRecordingSchema}. */
export type StoredRecording = z.output<typeof storedRecordingSchema>;

const fileSchema = z.strictObject({ version: z.literal(1), checksum: z.string(), body: z.unknown() });

/** Where the files of a recording are. */
export function recordingPaths(directory: string, id: string) {
  return {
    record: join(directory, `${id}.json`),
    /** While it runs. */
    part: join(directory, `${id}.cast.part`),
    cast: join(directory, `${id}.cast`),
    /** While it comes from another host. */
    incoming: join(directory, `${id}.cast.incoming`),
  };
}

/** Undefined when it is absent, cut or altered. */
export async function readRecording(path: string): Promise<StoredRecording | undefined> {
  try {
    const { checksum, body } = fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
    return checksum === checksumOf(body) ? storedRecordingSchema.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the record in one step: whoever reads sees the old or the new one. */
export async function writeRecording(path: string, body: StoredRecording): Promise<void> {
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
