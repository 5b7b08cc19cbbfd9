import { realpath } from "node:fs/promises";
import { backingChain } from "../model/disk-spec.ts";
import { GantryError } from "../model/error.ts";
import type { Instance } from "./instance.ts";

/**
 * Refuses what would change or remove an image that other instances' linked disks are based on: they would show their
 * guests a mixture of both. QEMU's own lock only helps while one of them runs.
 *
 * @param doing what is refused: "start", "revert".
 * @throws GantryError `file_in_use` naming the clones.
 */
export async function assertNotBase(instance: Instance, doing: string): Promise<void> {
  const mine = await Promise.all(writtenFiles(instance).map(realPath));
  if (mine.length === 0) return;
  const clones: string[] = [];
  for (const other of instance.services.listed) {
    if (other === instance) continue;
    const bases = other.stored.spec.disks.flatMap((disk) => backingChain(disk).map(({ file }) => file));
    for (const base of bases) if (mine.includes(await realPath(base))) clones.push(other.name);
  }
  if (clones.length === 0) return;
  const names = [...new Set(clones)].sort().join(", ");
  throw new GantryError("file_in_use", {
    message: `Cannot ${doing} ${instance.name}: the linked clones ${names} are based on its disks, which must not change any more.`,
    hint: `Delete ${names} first, or clone ${instance.name} again and use that one.`,
    where: instance.where(),
    details: { clones: [...new Set(clones)] },
  });
}

function writtenFiles({ stored }: Instance): string[] {
  return stored.spec.disks.flatMap(({ source, readOnly, bus }) =>
    "file" in source && !readOnly && bus !== "cdrom" ? [source.file] : [],
  );
}

/** Links in a path are followed, so that two names of one file are one. */
async function realPath(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}
