import { stat } from "node:fs/promises";
import { GantryError } from "../model/index.ts";
import type { ImageSize } from "./make-image.ts";
import { qemuImg } from "./qemu-img.ts";
import { readQcow2 } from "./read-image.ts";

/** Bytes that a guest sees of an image file. @throws GantryError `invalid_input` when it is no sound image. */
export async function virtualBytesOf({ path, format }: Omit<ImageSize, "bytes">): Promise<number> {
  if (format === "raw") return (await stat(path)).size;
  const reading = await readQcow2(path);
  if (reading !== "not qcow2" && "header" in reading) return reading.header.virtualBytes;
  throw new GantryError("invalid_input", {
    message: `${path} is not a sound qcow2 image${reading === "not qcow2" ? "" : `: ${reading.refused}`}.`,
    hint: "Check it with qemu-img check.",
    details: { path },
  });
}

/**
 * Makes an image file larger while no QEMU has it open. qemu-img takes the image's lock, also of a raw file: another
 * instance that has it open stops it.
 *
 * @throws GantryError `file_in_use`, `disk_full`, `qemu_failed`.
 */
export async function growImage({ path, format, bytes }: ImageSize): Promise<void> {
  await qemuImg(["resize", "-q", "-f", format, path, String(bytes)], {
    what: `The disk ${path} could not be made larger`,
    path,
  });
}
