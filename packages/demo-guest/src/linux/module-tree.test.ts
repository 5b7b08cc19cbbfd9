import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { pickModules } from "./guest-modules.ts";
import { modulesInLoadOrder, readModuleTree } from "./module-tree.ts";
import { readModule } from "./read-module.ts";

/** Just enough of a module: the entry of its `.modinfo` that names what it depends on. */
const moduleOf = (...depends: string[]) =>
  Buffer.from(`ELF\0license=GPL\0depends=${depends.join(",")}\0name=x\0`);

async function moduleDirectory(files: Readonly<Record<string, Buffer>>, builtIn: readonly string[]) {
  const directory = await mkdtempDisposable(join(tmpdir(), "gantry-modules-"));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory.path, path)), { recursive: true });
    await writeFile(join(directory.path, path), content);
  }
  await writeFile(join(directory.path, "modules.builtin"), builtIn.map((path) => `${path}\n`).join(""));
  return directory;
}

const read = (path: string) => readModule(path, "/nonexistent/busybox");

describe("Modules of a kernel", () => {
  test("come behind what they depend on, once each, whatever their files are called", async () => {
    await using directory = await moduleDirectory(
      {
        "kernel/net/virtio_net.ko.gz": gzipSync(moduleOf("virtio", "virtio_ring")),
        "kernel/virtio/virtio.ko.zst": zstdCompressSync(moduleOf("virtio_ring")),
        "kernel/virtio/virtio_ring.ko": moduleOf(),
        "kernel/char/virtio-rng.ko": moduleOf("virtio", "built-in"),
        "kernel/other.ko": moduleOf(),
      },
      ["kernel/fs/built-in.ko"],
    );
    const tree = await readModuleTree(directory.path);
    const modules = await modulesInLoadOrder(tree, ["virtio_rng", "virtio_net", "absent", "built_in"], read);
    expect(modules.map((module) => module.name)).toEqual([
      "virtio_ring",
      "virtio",
      "virtio_rng",
      "virtio_net",
    ]);
    expect(modules.at(-1)?.content).toEqual(moduleOf("virtio", "virtio_ring"));
  });

  test("that the guest cannot do without may be built in", async () => {
    await using directory = await moduleDirectory(
      { "kernel/virtio_blk.ko": moduleOf(), "kernel/evdev.ko": moduleOf() },
      ["kernel/fs/ext4/ext4.ko", "kernel/drivers/virtio/virtio_pci.ko"],
    );
    const modules = await pickModules(await readModuleTree(directory.path), read);
    expect(modules.early.map((module) => module.name)).toEqual(["virtio_blk", "evdev"]);
    expect(modules.late).toEqual([]);
  });

  test("that are missing although the guest cannot do without are named", async () => {
    await using directory = await moduleDirectory({ "kernel/virtio_pci.ko": moduleOf() }, []);
    const tree = await readModuleTree(directory.path);
    await expect(pickModules(tree, read)).rejects.toMatchObject({
      code: "unsupported",
      message: "The kernel has no virtio_blk, no ext4.",
    });
  });
});
