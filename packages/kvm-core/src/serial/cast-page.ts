import { type FileHandle, open } from "node:fs/promises";
import { recordingGone } from "./recording-faults.ts";

const pageBytes = 1024 * 1024;

/** A piece of a recording's file, and where the next one begins; undefined when it is the last one. */
export interface CastPage {
  readonly text: string;
  readonly next: number | undefined;
}

/** Reads a page of a recording from character `offset` on. @throws GantryError `file_missing`. */
export async function readCastPage(path: string, offset: number): Promise<CastPage> {
  await using file = await openFile(path);
  const buffer = Buffer.alloc(pageBytes);
  const { bytesRead } = await file.read(buffer, 0, pageBytes, offset);
  const next = offset + bytesRead;
  const { size } = await file.stat();
  return { text: buffer.toString("latin1", 0, bytesRead), next: next < size ? next : undefined };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (cause) {
    throw recordingGone(path, cause);
  }
}
