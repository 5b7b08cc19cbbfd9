import { mkdir, mkdtempDisposable, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cachedDisk, keepDisk } from "./cached-disk.ts";

const scratch = () => mkdtempDisposable(join(tmpdir(), "gantry-debian-"));

/** A disk that a builder has just made in a workspace of its own. */
async function built(cache: string, workspace: string, content: string) {
  const path = join(cache, workspace);
  await mkdir(path);
  const disk = join(path, "disk.qcow2");
  await writeFile(disk, content);
  return { guest: { disk, codename: "bookworm" }, path };
}

describe("A Debian guest in the cache", () => {
  test("is whole, or there is none", async () => {
    await using cache = await scratch();
    const directory = join(cache.path, "debian-guest");
    expect(await cachedDisk(directory)).toBeUndefined();
    const { guest, path } = await built(cache.path, "one", "a disk");
    await keepDisk(directory, guest, path);
    const kept = await cachedDisk(directory);
    expect(kept).toEqual({ disk: join(directory, "disk.qcow2"), codename: "bookworm" });
    await truncate(kept?.disk ?? "", 3);
    expect(await cachedDisk(directory)).toBeUndefined();
    await writeFile(join(directory, "guest.json"), "{");
    expect(await cachedDisk(directory)).toBeUndefined();
  });

  test("is one of two that were built at once, and takes the place of a damaged one", async () => {
    await using cache = await scratch();
    const directory = join(cache.path, "debian-guest");
    await mkdir(directory);
    await writeFile(join(directory, "guest.json"), "null");
    const disks = await Promise.all(["one", "two"].map((name) => built(cache.path, name, name)));
    await Promise.all(disks.map(({ guest, path }) => keepDisk(directory, guest, path)));
    const kept = await cachedDisk(directory);
    expect(["one", "two"]).toContain(await readFile(kept?.disk ?? "", "utf8"));
    expect((await readdir(directory)).sort()).toEqual(["disk.qcow2", "guest.json"]);
  });
});
