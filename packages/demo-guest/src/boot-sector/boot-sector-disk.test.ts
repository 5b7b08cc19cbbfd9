import { mkdtempDisposable, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bootSector, writeBootSectorDisk } from "./boot-sector-disk.ts";

const scratch = () => mkdtempDisposable(join(tmpdir(), "gantry-boot-disk-"));

describe("A boot sector disk", () => {
  test("has 1 MiB, the sector in front and zeros behind it", async () => {
    await using directory = await scratch();
    const path = join(directory.path, "disk.raw");
    await writeBootSectorDisk(path, "interactive");
    const image = await readFile(path);
    expect(image.byteLength).toBe(1024 * 1024);
    expect(image.subarray(0, 512)).toEqual(bootSector("interactive"));
    expect(image.subarray(512).every((byte) => byte === 0)).toBe(true);
  });

  test("can be larger and still takes almost no room", async () => {
    await using directory = await scratch();
    const path = join(directory.path, "disk.raw");
    await writeBootSectorDisk(path, "letters", { sizeBytes: 1024 ** 3 });
    const { size, blocks } = await stat(path);
    expect(size).toBe(1024 ** 3);
    expect(blocks * 512).toBeLessThan(1024 ** 2);
  });

  test("never replaces a file", async () => {
    await using directory = await scratch();
    const path = join(directory.path, "disk.raw");
    await writeFile(path, "precious");
    await expect(writeBootSectorDisk(path, "letters")).rejects.toMatchObject({
      code: "name_taken",
      message: `${path} exists already; it was not touched.`,
    });
    expect(await readFile(path, "utf8")).toBe("precious");
  });

  test.for([0, 512, 1024 * 1024 - 512, 1024 * 1024 + 1, Number.NaN, 2 ** 60])(
    "of a size that cannot boot is refused before a file is made: %d bytes",
    async (sizeBytes) => {
      await using directory = await scratch();
      const path = join(directory.path, "disk.raw");
      await expect(writeBootSectorDisk(path, "letters", { sizeBytes })).rejects.toMatchObject({
        code: "invalid_input",
      });
      expect(await readdir(directory.path)).toEqual([]);
    },
  );

  test("too large for the file system leaves no file behind", async () => {
    await using directory = await scratch();
    const path = join(directory.path, "disk.raw");
    await expect(writeBootSectorDisk(path, "letters", { sizeBytes: 2 ** 52 })).rejects.toMatchObject({
      code: "disk_full",
    });
    expect(await readdir(directory.path)).toEqual([]);
  });

  test("in a directory that does not exist is a clear error", async () => {
    await using directory = await scratch();
    const path = join(directory.path, "absent", "disk.raw");
    await expect(writeBootSectorDisk(path, "letters")).rejects.toMatchObject({
      code: "file_missing",
      hint: "Make the directory first.",
    });
  });
});
