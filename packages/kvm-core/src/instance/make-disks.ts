import { rm } from "node:fs/promises";
import type { BackingImage } from "../model/disk-spec.ts";
import {
  convertImage,
  growImage,
  linkImage,
  makeImage,
  nameWhenWhole,
  partOf,
  reservePart,
} from "../storage/index.ts";
import type { OperationContext } from "./operation-context.ts";

/** A disk file to make for an instance that is being made. */
export interface DiskToMake {
  readonly disk: string;
  readonly path: string;
  readonly format: "raw" | "qcow2";
  readonly bytes: number;
  /** What it begins as; empty when absent. */
  readonly from?: { readonly image: BackingImage; readonly linked: boolean };
}

/**
 * Makes the disks of a new instance: empty ones, links to images, or copies of them. Never touches a file that exists.
 *
 * @param undo takes the removal of each.
 * @throws GantryError `file_in_use`, `disk_full`, `cancelled`, `qemu_failed`.
 */
export async function makeDisks(
  disks: readonly DiskToMake[],
  context: OperationContext,
  undo: AsyncDisposableStack,
): Promise<void> {
  for (const [index, disk] of disks.entries()) {
    if (disk.from === undefined) {
      await makeImage(disk, undo);
      continue;
    }
    const { path, format, bytes, from } = disk;
    const part = await reservePart(path, undo);
    if (from.linked) await linkImage(part, from.image, bytes);
    else {
      const onProgress = (share: number) =>
        context.progress((index + share) / disks.length, `disk ${disk.disk}: ${Math.floor(share * 100)} %`);
      context.mayCancel(true);
      await convertImage({
        from: from.image,
        to: { path: part, format },
        signal: context.signal,
        onProgress,
      });
      context.mayCancel(false);
      await growImage({ path: part, format, bytes });
    }
    await nameWhenWhole(partOf(path), path);
    undo.defer(() => rm(path, { force: true }));
  }
}
