import { basename, join } from "node:path";
import type { DiskSpec } from "../model/disk-spec.ts";
import type { MigrationOptions } from "../model/migration.ts";
import type { InstanceSpec } from "../model/spec.ts";

/** A disk that will have a copy on the target. */
export interface DiskToCopy {
  readonly disk: DiskSpec;
  /** Of the source's file. */
  readonly from: string;
  /** Of the copy. */
  readonly path: string;
}

/** Whether a disk is an image file that the guest writes to: only those are copied. */
export function isCopyable({
  source,
  readOnly,
  bus,
}: Pick<DiskSpec, "source" | "readOnly" | "bus">): boolean {
  return "file" in source && !readOnly && bus !== "cdrom";
}

/**
 * Which disks are copied, and where the copies lie. The target decides by this what it makes ready.
 *
 * @param isShared whether the target sees the very same file under the same path.
 */
export function disksToCopy(
  spec: Pick<InstanceSpec, "disks">,
  { copyDisks, targetDirectory }: Pick<MigrationOptions, "copyDisks" | "targetDirectory">,
  isShared: (disk: DiskSpec) => boolean,
): DiskToCopy[] {
  return spec.disks.flatMap((disk) => {
    if (!isCopyable(disk) || !("file" in disk.source)) return [];
    const wanted = Array.isArray(copyDisks) ? copyDisks.includes(disk.name) : copyDisks && !isShared(disk);
    if (!wanted) return [];
    const { file } = disk.source;
    return [
      {
        disk,
        from: file,
        path: targetDirectory === undefined ? file : join(targetDirectory, basename(file)),
      },
    ];
  });
}

/** The spec as it holds on the target. A copy stands alone, also of a disk that is linked to a chain of images. */
export function specOnTarget(spec: InstanceSpec, copies: readonly DiskToCopy[]): InstanceSpec {
  return {
    ...spec,
    disks: spec.disks.map((disk) => {
      const copy = copies.find((one) => one.disk.name === disk.name);
      return copy === undefined ? disk : { ...disk, source: { file: copy.path }, backing: undefined };
    }),
  };
}
