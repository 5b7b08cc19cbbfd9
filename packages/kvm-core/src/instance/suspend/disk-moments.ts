import { stat } from "node:fs/promises";
import type { InstanceSpec } from "../../model/spec.ts";
import type { SavedMemory } from "../../state-dir/index.ts";

/** Which files the writable disks are, and when they were last written. Call it while no process writes to them. */
export async function diskMoments({ disks }: InstanceSpec): Promise<SavedMemory["disks"]> {
  const moments = await Promise.all(
    disks.map(async ({ name, source, readOnly, bus }) => {
      if (!("file" in source) || readOnly || bus === "cdrom") return [];
      const { ino, mtimeNs } = await stat(source.file, { bigint: true });
      return [{ name, path: source.file, inode: String(ino), modifiedNs: String(mtimeNs) }];
    }),
  );
  return moments.flat();
}

/** The disks that are not as they were, by name: another file stands there, or somebody wrote to it. */
export function movedOn(before: SavedMemory["disks"], now: SavedMemory["disks"]): string[] {
  return before
    .filter((was) => {
      const is = now.find(({ name }) => name === was.name);
      return is?.path !== was.path || is.inode !== was.inode || is.modifiedNs !== was.modifiedNs;
    })
    .map(({ name }) => name);
}
