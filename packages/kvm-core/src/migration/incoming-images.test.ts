import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Layout } from "../state-dir/index.ts";
import { deadAfter } from "../testing/dead-after.ts";
import { keepImages, makeImages, migrationsWithImages, removeImages } from "./incoming-images.ts";

const migrationId = "0123456789abcdef";

async function host(directory: string) {
  const directories = {
    stateDir: join(directory, "state"),
    runDir: join(directory, "run"),
    logDir: join(directory, "log"),
  };
  const layout = new Layout(directories);
  await layout.prepare();
  const disks = join(directory, "disks");
  await mkdir(disks);
  return { layout, disks, one: join(disks, "one"), two: join(disks, "two") };
}

/** An agent makes them and dies after so many changes to files; false once it comes to its end before. */
async function dies(layout: Layout, paths: readonly string[], acts: number): Promise<boolean> {
  const images = paths.map((path) => ({ path, format: "raw" as const, bytes: 1_048_576 }));
  using life = deadAfter(acts);
  await makeImages(layout, migrationId, images).catch(() => undefined);
  return life.died;
}

describe("The files for a guest on its way here", () => {
  test("go again wherever the agent died while it made them, and nothing else goes with them", async () => {
    for (let acts = 0; ; acts++) {
      await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
      const { layout, disks, one, two } = await host(directory.path);
      await writeFile(join(disks, "other"), "of somebody else");
      if (!(await dies(layout, [one, two], acts))) {
        expect(acts).toBeGreaterThan(8);
        return;
      }
      for (const id of await migrationsWithImages(layout)) await removeImages(layout, id);
      expect([acts, await readdir(disks)]).toEqual([acts, ["other"]]);
    }
  });

  test("are told from a file that somebody else laid down in their place, wherever the agent died", async () => {
    for (let acts = 0; ; acts++) {
      await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
      const { layout, disks, one, two } = await host(directory.path);
      await writeFile(two, "of somebody else");
      if (!(await dies(layout, [one, two], acts))) return;
      for (const id of await migrationsWithImages(layout)) await removeImages(layout, id);
      expect([acts, await readdir(disks)]).toEqual([acts, ["two"]]);
      expect(await readFile(two, "utf8")).toBe("of somebody else");
    }
  });

  test("overwrite nothing: when one lies there already, none is made", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
    const { layout, disks, one, two } = await host(directory.path);
    await writeFile(two, "of somebody else");
    const images = [one, two].map((path) => ({ path, format: "raw" as const, bytes: 1_048_576 }));
    await expect(makeImages(layout, migrationId, images)).rejects.toMatchObject({
      code: "file_in_use",
      details: { path: two },
    });
    expect(await readdir(disks)).toEqual(["two"]);
    expect(await migrationsWithImages(layout)).toEqual([]);
  });

  test("have one name each once the guest has arrived, and stay", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
    const { layout, disks, one } = await host(directory.path);
    await makeImages(layout, migrationId, [{ path: one, format: "raw", bytes: 1_048_576 }]);
    expect(await readdir(disks)).toHaveLength(2);
    await keepImages(layout, migrationId);
    await removeImages(layout, migrationId);
    expect(await readdir(disks)).toEqual(["one"]);
  });
});
