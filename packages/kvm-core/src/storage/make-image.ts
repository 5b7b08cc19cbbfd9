import { open, rm, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { GantryError } from "../model/index.ts";
import { qemuImg } from "./qemu-img.ts";

/** An image as a file, and how large the guest's disk is to be. */
export interface ImageSize {
  readonly path: string;
  readonly format: "raw" | "qcow2";
  readonly bytes: number;
}

/**
 * Makes an empty, sparse image, durably, that only its owner may read. Never touches a file that exists.
 *
 * @param undo takes its removal.
 * @throws GantryError `file_in_use` when something of that name exists, `disk_full`, `qemu_failed`.
 */
export async function makeImage(
  { path, format, bytes }: ImageSize,
  undo: AsyncDisposableStack,
): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  // Without any room its header cannot be written either.
  if (bavail * bsize < 1_048_576) throw full(path);
  // The name is taken first, so that qemu-img, which overwrites, meets a file that is ours.
  await using file = await open(path, "wx", 0o600).catch((cause: unknown) => {
    throw taken(path, cause);
  });
  undo.defer(() => rm(path, { force: true }));
  if (format === "raw") await file.truncate(bytes);
  else {
    await qemuImg(["create", "-q", "-f", format, path, String(bytes)], {
      what: `The disk ${path} could not be made`,
      path,
    });
  }
  await file.sync();
  await using directory = await open(dirname(path), "r");
  await directory.sync();
}

function full(path: string): GantryError {
  return new GantryError("disk_full", {
    message: `There is no space for ${path}.`,
    hint: "Free space on that file system, or choose another directory.",
    details: { path },
  });
}

function taken(path: string, cause: unknown): GantryError {
  return new GantryError("file_in_use", {
    message: `The disk ${path} could not be made: ${cause instanceof Error ? cause.message : String(cause)}.`,
    hint: "Choose another path.",
    details: { path },
    cause,
  });
}
