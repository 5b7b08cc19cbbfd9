import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:fs";
import { open, rm, stat } from "node:fs/promises";
import { isInside } from "../host/index.ts";
import { GantryError } from "../model/error.ts";

/** A file of this host that is to become an image. */
export interface FileToBring {
  readonly path: string;
  /** Where its copy goes. */
  readonly part: string;
  readonly imageRoots: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Copies a file of this host, sparse and without copying bytes where the file system can share them. The file stays as it is.
 *
 * @throws GantryError `file_missing`, `path_refused` (outside the image roots, or no plain file), `disk_full`, `cancelled`.
 */
export async function bringFile({ path, part, imageRoots, signal }: FileToBring): Promise<void> {
  if (!(await isInside(path, imageRoots)))
    throw refused(path, `is outside the image roots: ${imageRoots.join(", ")}`);
  // Opened once: what is looked at is what is copied. A FIFO must not be waited for.
  await using source = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    throw new GantryError("file_missing", {
      message: `${path} cannot be read: ${GantryError.from(cause).message}`,
      hint: "Check the path; it is one of the host that the image is for.",
      details: { path },
      cause,
    });
  });
  if (!(await source.stat()).isFile()) throw refused(path, "is no plain file");
  await using undo = new AsyncDisposableStack();
  undo.defer(() => rm(part, { force: true }));
  await copy(source.fd, part, signal);
  undo.move();
}

async function copy(from: number, part: string, signal: AbortSignal): Promise<void> {
  const args = ["--reflink=auto", "--sparse=always", "--no-preserve=mode", "/proc/self/fd/3", part];
  const child = spawn("cp", args, {
    stdio: ["ignore", "ignore", "pipe", from],
    signal,
    killSignal: "SIGKILL",
  });
  let words = "";
  child.stderr?.on("data", (data: Buffer) => (words += data.toString()));
  await once(child, "close").catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  if (child.exitCode === 0) return;
  const isFull = await stat(part).then(
    () => words.includes("No space left"),
    () => false,
  );
  throw new GantryError(isFull ? "disk_full" : "path_refused", {
    message: `The image could not be copied to ${part}: ${words.trim()}`,
    hint: "Free space on that file system, or choose another pool.",
    details: { path: part },
  });
}

function refused(path: string, why: string): GantryError {
  return new GantryError("path_refused", {
    message: `${path} ${why}.`,
    hint: "Name a plain file in one of the image roots of the host.",
    details: { path },
  });
}
