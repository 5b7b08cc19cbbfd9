import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { headerBytes, type Qcow2Reading, readQcow2Header } from "./qcow2-header.ts";

/** The first bytes of an image, in a file or on a block device. Nothing that stands in them is followed. */
export async function readImageStart(path: string): Promise<Uint8Array> {
  // Should the path have become a FIFO meanwhile, its opening must not wait for a writer.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const { buffer, bytesRead } = await file.read(new Uint8Array(headerBytes), 0, headerBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** The header of a qcow2 image, in a file or on a block device. */
export async function readQcow2(path: string): Promise<Qcow2Reading> {
  return readQcow2Header(await readImageStart(path));
}
