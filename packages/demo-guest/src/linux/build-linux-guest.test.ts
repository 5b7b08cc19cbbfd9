import { cp, mkdir, mkdtempDisposable, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { buildLinuxGuest } from "./build-linux-guest.ts";
import { defaultCacheDir } from "./default-cache-dir.ts";
import type { BuildProgress } from "./progress.ts";

// The first build on a machine downloads a kernel; later ones unpack and pack what is there.
const DOWNLOAD_LIMIT = 300_000;
const LIMIT = { timeout: 120_000 };

const shared = defaultCacheDir(process.env);
beforeAll(async () => {
  await buildLinuxGuest({ cacheDir: shared });
}, DOWNLOAD_LIMIT);

/** A cache of its own that has the packages already, if this machine builds from packages. */
async function cacheWithPackages() {
  const directory = await mkdtempDisposable(join(tmpdir(), "gantry-cache-"));
  await cp(join(shared, "packages"), join(directory.path, "packages"), { recursive: true }).catch(
    () => undefined,
  );
  return directory;
}

async function strayFiles(cache: string): Promise<string[]> {
  return (await readdir(cache)).filter((name) => name !== "packages" && !name.startsWith("linux-guest-"));
}

describe("Building the Linux guest", () => {
  test("gives a kernel, an initial file system and the kernel's version", LIMIT, async () => {
    const guest = await buildLinuxGuest({ cacheDir: shared });
    const kernel = await readFile(guest.kernel);
    // The signature of a bzImage (Linux, Documentation/arch/x86/boot.rst).
    expect(kernel.toString("latin1", 0x202, 0x206)).toBe("HdrS");
    expect((await readFile(guest.initrd)).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    expect(guest.kernelVersion).toMatch(/^\d+\.\d+\./);
    expect((await stat(guest.kernel)).mode & 0o444).toBe(0o444);
  });

  test("does nothing the second time", LIMIT, async () => {
    const news: BuildProgress[] = [];
    await buildLinuxGuest({ cacheDir: shared, onProgress: (progress) => news.push(progress) });
    expect(news).toEqual([]);
  });

  test(
    "makes the same guest in every cache, twice at once in one, and leaves nothing else there",
    LIMIT,
    async () => {
      await using cache = await cacheWithPackages();
      const [first, second] = await Promise.all([
        buildLinuxGuest({ cacheDir: cache.path }),
        buildLinuxGuest({ cacheDir: cache.path }),
      ]);
      expect(second).toEqual(first);
      const other = await buildLinuxGuest({ cacheDir: shared });
      expect(await readFile(first.initrd)).toEqual(await readFile(other.initrd));
      expect(await strayFiles(cache.path)).toEqual([]);
      expect(await readdir(cache.path)).toContain(basename(dirname(first.kernel)));
    },
  );

  test("makes a damaged guest again, and clears away what a killed build left", LIMIT, async () => {
    await using cache = await cacheWithPackages();
    const guest = await buildLinuxGuest({ cacheDir: cache.path });
    await truncate(guest.initrd, 1000);
    const deadProcess = 2 ** 22 + 1;
    await mkdir(join(cache.path, `.building-${deadProcess}-x`));
    expect(await buildLinuxGuest({ cacheDir: cache.path })).toEqual(guest);
    expect((await stat(guest.initrd)).size).toBeGreaterThan(1000);
    expect(await strayFiles(cache.path)).toEqual([]);
  });

  test("leaves nothing when it is cancelled", LIMIT, async () => {
    await using cache = await cacheWithPackages();
    const cancel = new AbortController();
    const onProgress = ({ step }: BuildProgress) => {
      if (step === "unpack") cancel.abort();
    };
    const building = buildLinuxGuest({ cacheDir: cache.path, onProgress, signal: cancel.signal });
    await expect(building).rejects.toMatchObject({ code: "cancelled" });
    expect((await readdir(cache.path)).filter((name) => name !== "packages")).toEqual([]);
  });

  test("names the cache when it cannot be used", LIMIT, async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-cache-"));
    const file = join(directory.path, "file");
    await writeFile(file, "");
    await expect(buildLinuxGuest({ cacheDir: join(file, "cache") })).rejects.toMatchObject({
      name: "DemoGuestError",
      message: expect.stringContaining(file),
    });
  });
});
