import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.ts";

/** Plenty for an agent with one guest, and filled in no time. */
const size = "32m";

/** A small disk in memory for the state directory of a host. */
export async function mountStateDisk(directory: string): Promise<AsyncDisposable> {
  await run("mount", "-t", "tmpfs", "-o", `size=${size},mode=700`, "gantry-campaign", directory);
  return { [Symbol.asyncDispose]: () => unmountStateDisk(directory) };
}

/** Also while somebody still has files of it open. One that is not mounted is no fault. */
export async function unmountStateDisk(directory: string): Promise<void> {
  await run("umount", "--lazy", directory).catch(() => undefined);
}

/** Leaves no byte free. @returns gives the space back. */
export async function fillDisk(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, "filler");
  await using file = await open(path, "w");
  // The last write finds less room than it has bytes.
  for (const bytes of [1_048_576, 4096]) {
    const block = Buffer.alloc(bytes);
    for (let isFull = false; !isFull; ) {
      const { bytesWritten } = await file.write(block).catch(() => ({ bytesWritten: 0 }));
      isFull = bytesWritten < bytes;
    }
  }
  return () => rm(path, { force: true });
}
