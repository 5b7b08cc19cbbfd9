import { stat } from "node:fs/promises";
import type { DiskSpec } from "../../model/disk-spec.ts";
import type { DiskSize } from "../../model/instance.ts";
import { virtualBytesOf } from "../../storage/index.ts";

/** `st_blocks` counts in this, whatever the file system's own block is. */
const statBlockBytes = 512;

/**
 * How large the image files of disks are, from the files themselves, so that a stopped instance tells it too. Nothing is
 * locked and nothing that an image names is followed. A disk whose image cannot be read now is left out.
 */
export async function readDiskSizes(disks: readonly DiskSpec[]): Promise<DiskSize[]> {
  const read = await Promise.allSettled(
    disks.flatMap(({ name, source, format }) =>
      "file" in source ? [sizeOf(name, source.file, format)] : [],
    ),
  );
  return read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

async function sizeOf(name: string, path: string, format: DiskSpec["format"]): Promise<DiskSize> {
  const [virtualBytes, { blocks }] = await Promise.all([virtualBytesOf({ path, format }), stat(path)]);
  return { name, virtualBytes, usedBytes: blocks * statBlockBytes };
}
