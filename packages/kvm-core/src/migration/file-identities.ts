import { stat } from "node:fs/promises";
import { backingChain } from "../model/disk-spec.ts";
import type { InstanceSpec } from "../model/spec.ts";

/** Every file or device that a spec names: disks by name, kernel and initrd. */
export function filesOf(spec: InstanceSpec): { label: string; field: string; path: string; disk: boolean }[] {
  const disks = spec.disks.flatMap((disk, index) => {
    const below = backingChain(disk).map(({ file }, level) => ({
      label: `${disk.name} below ${level + 1}`,
      field: `disks.${index}${".backing".repeat(level + 1)}.file`,
      path: file,
      disk: true,
    }));
    if ("file" in disk.source) {
      const own = {
        label: disk.name,
        field: `disks.${index}.source.file`,
        path: disk.source.file,
        disk: true,
      };
      return [own, ...below];
    }
    if ("device" in disk.source)
      return [
        { label: disk.name, field: `disks.${index}.source.device`, path: disk.source.device, disk: true },
      ];
    return [];
  });
  if (!("kernel" in spec.boot)) return disks;
  const { kernel, initrd } = spec.boot;
  const boot = [{ label: "kernel", field: "boot.kernel", path: kernel, disk: false }];
  if (initrd !== undefined) boot.push({ label: "initrd", field: "boot.initrd", path: initrd, disk: false });
  return [...disks, ...boot];
}

/**
 * Device and inode of each disk file as this host sees it, keyed by disk name; those below linked images too. On one machine equal pairs prove one
 * file. Two machines number their devices differently, so there the inode alone is compared, and said to be weaker.
 */
export async function fileIdentities(spec: InstanceSpec): Promise<Record<string, string>> {
  const entries = await Promise.all(
    filesOf(spec)
      .filter(({ disk }) => disk)
      .map(async ({ label, path }) => [label, await identityOf(path)] as const),
  );
  return Object.fromEntries(
    entries.flatMap(([label, identity]) => (identity === undefined ? [] : [[label, identity]])),
  );
}

/** `dev:ino:size`, or undefined when there is no such file. */
export async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined ? undefined : `${found.dev}:${found.ino}:${found.size}`;
}
