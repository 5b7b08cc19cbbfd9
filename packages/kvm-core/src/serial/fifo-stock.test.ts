import { mkdtempDisposable, rename, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FifoStock } from "./fifo-stock.ts";

async function isPrivateFifo(path: string): Promise<boolean> {
  const found = await stat(path);
  return found.isFIFO() && (found.mode & 0o777) === 0o600;
}

describe("A stock of FIFOs", () => {
  test("puts one of their own where each caller wants it, more than were ever spare at once", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-fifos-"));
    await using stock = await FifoStock.open(join(directory.path, "stock"));
    const paths = Array.from({ length: 40 }, (_, index) => join(directory.path, String(index)));
    await Promise.all(paths.map((path) => stock.take(path)));
    expect(await Promise.all(paths.map(isPrivateFifo))).toEqual(paths.map(() => true));
    const inodes = new Set(await Promise.all(paths.map(async (path) => (await stat(path)).ino)));
    expect(inodes.size).toBe(paths.length);
  });

  test("goes on after its directory was wiped", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-fifos-"));
    await using stock = await FifoStock.open(join(directory.path, "stock"));
    await stock.take(join(directory.path, "first"));
    // Gone in one moment, whatever is being made in it.
    await rename(join(directory.path, "stock"), join(directory.path, "wiped"));
    await stock.take(join(directory.path, "second"));
    expect(await isPrivateFifo(join(directory.path, "second"))).toBe(true);
  });
});
