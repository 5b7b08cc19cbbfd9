import { open } from "node:fs/promises";
import type { InstanceLog } from "../model/instance-log.ts";
import type { Layout } from "../state-dir/index.ts";

/** What to read of which log. */
export interface LogWish {
  readonly log: InstanceLog;
  /** First byte; absent for the end. */
  readonly from?: number | undefined;
  readonly maxBytes: number;
}

/** Bytes `from` to `next` of a log that has `end` of them now. */
export interface LogPage {
  readonly from: number;
  readonly next: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

const nothing: LogPage = { from: 0, next: 0, end: 0, bytes: new Uint8Array() };

/** A page of what QEMU printed or of what was said over its monitor. Empty where nothing was written down yet. */
export async function readInstanceLog(layout: Layout, uuid: string, wish: LogWish): Promise<LogPage> {
  const path = wish.log === "qemu" ? layout.qemuLog(uuid) : layout.transcript(uuid);
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (file === undefined) return nothing;
  await using _ = file;
  const { size: end } = await file.stat();
  // One that is shorter than what was read of it has begun anew.
  const from = wish.from === undefined || wish.from > end ? Math.max(0, end - wish.maxBytes) : wish.from;
  const length = Math.min(wish.maxBytes, end - from);
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, from);
  return { from, next: from + bytesRead, end, bytes: buffer.subarray(0, bytesRead) };
}
