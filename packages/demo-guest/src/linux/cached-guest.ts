import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CpioEntry } from "./cpio.ts";
import { WANTED_MODULES } from "./guest-modules.ts";

/** Raise it when code that puts the guest together changes what comes out. */
const RECIPE = 1;

/** A Linux guest that can be started. */
export interface LinuxGuest {
  /** Absolute path of the kernel. */
  readonly kernel: string;
  /** Absolute path of its initial file system. */
  readonly initrd: string;
  /** As `uname -r` says it in the guest. */
  readonly kernelVersion: string;
}

/** Names what a guest is made of by our side: equal recipe and files, equal name. */
export function guestVersion(root: readonly CpioEntry[]): string {
  const hash = createHash("sha256").update(JSON.stringify({ RECIPE, WANTED_MODULES }));
  for (const entry of root) {
    hash.update(`\0${entry.kind}\0${entry.path}\0`);
    if (entry.kind === "file") hash.update(entry.content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** A finished guest in the cache, or undefined; one whose files have other sizes than when it was made is none. */
export async function cachedGuest(directory: string): Promise<LinuxGuest | undefined> {
  const record = await readFile(join(directory, "guest.json"), "utf8").catch(() => undefined);
  if (record === undefined) return undefined;
  const guest = { kernel: join(directory, "vmlinuz"), initrd: join(directory, "initrd.gz") };
  const sizes = await Promise.all([guest.kernel, guest.initrd].map(sizeOf));
  const made: unknown = parsed(record);
  if (!isRecord(made) || made.kernelBytes !== sizes[0] || made.initrdBytes !== sizes[1]) return undefined;
  return { ...guest, kernelVersion: made.kernelVersion };
}

/**
 * Puts a guest into the cache in one step: whoever looks sees all of it or nothing, whatever dies meanwhile.
 *
 * @param workspace a directory on the same file system.
 */
export async function keepGuest(
  directory: string,
  workspace: string,
  guest: { kernelVersion: string; kernel: Buffer; initrd: Buffer },
): Promise<void> {
  const complete = join(workspace, "guest");
  await mkdir(complete);
  const { kernelVersion, kernel, initrd } = guest;
  const record = { kernelVersion, kernelBytes: kernel.byteLength, initrdBytes: initrd.byteLength };
  await writeDurably(join(complete, "vmlinuz"), kernel);
  await writeDurably(join(complete, "initrd.gz"), initrd);
  await writeDurably(join(complete, "guest.json"), Buffer.from(`${JSON.stringify(record)}\n`));
  try {
    await rename(complete, directory);
  } catch (error) {
    // Another build finished first, and its guest is the same; or a damaged one is in the way.
    if ((await cachedGuest(directory)) !== undefined) return;
    await rename(directory, join(workspace, "damaged")).catch(() => {
      throw error;
    });
    await rename(complete, directory);
  }
}

async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await open(path, "wx", 0o644);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

interface GuestRecord {
  readonly kernelVersion: string;
  readonly kernelBytes: number;
  readonly initrdBytes: number;
}

function isRecord(value: unknown): value is GuestRecord {
  if (typeof value !== "object" || value === null) return false;
  return (
    "kernelVersion" in value &&
    typeof value.kernelVersion === "string" &&
    "kernelBytes" in value &&
    "initrdBytes" in value
  );
}
