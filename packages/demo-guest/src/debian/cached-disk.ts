import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

/** A Debian guest's disk, ready to be copied; never to be started from itself. */
export interface DebianGuest {
  /** Absolute path of a qcow2 image that boots by BIOS. */
  readonly disk: string;
  /** Debian's release, such as `bookworm`. */
  readonly codename: string;
}

/** How often a damaged guest is moved out of the way: others may do the same at the same time. */
const patience = 5;

/** A finished guest in the cache, or undefined; one whose disk has another size than when it was made is none. */
export async function cachedDisk(directory: string): Promise<DebianGuest | undefined> {
  const disk = join(directory, "disk.qcow2");
  const record = await readFile(join(directory, "guest.json"), "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch(() => undefined);
  if (typeof record !== "object" || record === null) return undefined;
  if (!("codename" in record && typeof record.codename === "string" && "bytes" in record)) return undefined;
  const found = await stat(disk).catch(() => undefined);
  return found?.size === record.bytes ? { disk, codename: record.codename } : undefined;
}

/**
 * Puts a disk into the cache in one step: whoever looks sees all of it or nothing, whatever dies meanwhile.
 *
 * @param workspace a directory on the same file system, with the disk in it.
 */
export async function keepDisk(
  directory: string,
  { disk, codename }: DebianGuest,
  workspace: string,
): Promise<void> {
  const complete = join(workspace, "guest");
  await mkdir(complete);
  const kept = join(complete, "disk.qcow2");
  await rename(disk, kept);
  const { size: bytes } = await stat(kept);
  await using record = await open(join(complete, "guest.json"), "wx", 0o644);
  await record.writeFile(`${JSON.stringify({ codename, bytes })}\n`);
  await using file = await open(kept, "r");
  for (const each of [record, file]) await each.sync();
  for (let attempt = 0; ; attempt++) {
    try {
      return await rename(complete, directory);
    } catch (error) {
      // Another build finished first, and its guest is the same; or a damaged one is in the way.
      if ((await cachedDisk(directory)) !== undefined) return;
      if (attempt === patience) throw error;
      await rename(directory, join(workspace, `damaged-${attempt}`)).catch(() => undefined);
    }
  }
}
