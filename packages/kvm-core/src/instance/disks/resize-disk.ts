import { throttleNode } from "../../command-line/index.ts";
import type { ResizeDisk } from "../../model/disk-options.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import { GantryError } from "../../model/error.ts";
import { blockResize, queryNamedBlockNodes } from "../../qmp/index.ts";
import { growImage, virtualBytesOf } from "../../storage/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { findDisk } from "./find-disk.ts";

const mebibyte = 1_048_576;

/**
 * Makes a disk larger. A running guest is told at once. A device or a disk behind a network address is made larger where
 * it is; then this makes a running guest see it.
 *
 * @throws GantryError `not_found`, `invalid_input` (smaller than it is), `wrong_state` (read only, or not made larger
 *   here), `file_in_use`, `disk_full`, `monitor_failed`.
 */
export async function resizeDisk(instance: Instance, { disk: name, sizeMiB }: ResizeDisk): Promise<void> {
  using _lock = instance.lock.take(instance.name, "resize a disk");
  instance.assertAllowed("plug");
  const { disk } = findDisk(instance, name);
  if (disk.readOnly || disk.bus === "cdrom")
    throw refused(instance, disk, { why: "it is read only", hint: "Make its image larger elsewhere." });
  const bytes = sizeMiB * mebibyte;
  if (instance.live !== undefined) return await resizeLive(instance, instance.live, { disk, bytes });
  const { source, format } = disk;
  if (!("file" in source)) {
    const why = "it is not a file, and its instance is not running";
    throw refused(instance, disk, { why, hint: "Make it larger where it is; the next start sees it." });
  }
  const image = { path: source.file, format };
  if (isAlready(disk, { bytes, now: await virtualBytesOf(image) })) return;
  await growImage({ ...image, bytes });
}

interface Resizing {
  readonly disk: DiskSpec;
  readonly bytes: number;
}

async function resizeLive(instance: Instance, live: LiveQemu, { disk, bytes }: Resizing): Promise<void> {
  // Of the node on top, so that the device hears of it; the filter hands it down.
  const nodeName = throttleNode(disk.name);
  const nodes = await queryNamedBlockNodes(live.monitor);
  const now = nodes.find((node) => node.nodeName === nodeName)?.image.virtualBytes ?? 0;
  if (isAlready(disk, { bytes, now })) return;
  await blockResize(live.monitor, { nodeName, sizeBytes: bytes }).catch((thrown: unknown) => {
    const error = GantryError.from(thrown);
    if (!/Cannot (grow|resize)/.test(error.message)) throw error;
    const hint = "Make it larger where it is first, then repeat this with a size that it has.";
    throw refused(instance, disk, { why: "it is not made larger from here", hint, cause: error });
  });
}

/** @throws GantryError `invalid_input` when it is larger than that. */
function isAlready(
  { name }: DiskSpec,
  { bytes, now }: { readonly bytes: number; readonly now: number },
): boolean {
  if (bytes >= now) return bytes === now;
  throw new GantryError("invalid_input", {
    message: `Disk ${name} has ${Math.ceil(now / mebibyte)} MiB; it cannot be made smaller, what lies beyond would be lost.`,
    hint: "Give a larger size. To shrink a disk, copy what is on it to a smaller one.",
    details: { disk: name, bytes, presentBytes: now },
  });
}

function refused(
  instance: Instance,
  { name }: DiskSpec,
  { why, hint, cause }: { readonly why: string; readonly hint: string; readonly cause?: GantryError },
): GantryError {
  return new GantryError("wrong_state", {
    message: `Disk ${name} of ${instance.name} cannot be made larger: ${why}.`,
    hint,
    where: instance.where(),
    details: { disk: name },
    ...(cause === undefined ? {} : { cause }),
  });
}
