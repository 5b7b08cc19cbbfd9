import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtempDisposable, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type Fault, type InstanceSpecInput, instanceSpecSchema } from "../model/index.ts";
import { checkFiles } from "./check-files.ts";

const run = promisify(execFile);

async function temporary() {
  return await mkdtempDisposable(join(tmpdir(), "gantry-files-"));
}

async function faultsOf(
  spec: Partial<InstanceSpecInput>,
  imageRoots: readonly string[] = [],
): Promise<Fault[]> {
  return await checkFiles(instanceSpecSchema.parse({ name: "web-1", ...spec }), { imageRoots });
}

function raw(file: string, name = "root") {
  return { name, source: { file }, format: "raw" } as const;
}

describe("the files of a spec", () => {
  test("have no fault when they are there and of the right kind", async () => {
    await using directory = await temporary();
    const at = (name: string): string => join(directory.path, name);
    await Promise.all(["kernel", "initrd", "root.raw"].map((name) => writeFile(at(name), "x")));
    await run("qemu-img", ["create", "-q", "-f", "qcow2", at("root.qcow2"), "1M"]);
    const disks = [raw(at("root.raw")), { name: "data", source: { file: at("root.qcow2") } }];
    expect(await faultsOf({ boot: { kernel: at("kernel"), initrd: at("initrd") }, disks })).toEqual([]);
  });

  test("are all reported at once, each by its field", async () => {
    await using directory = await temporary();
    const at = (name: string): string => join(directory.path, name);
    await mkdir(at("directory"));
    const faults = await faultsOf({
      boot: { kernel: at("no-kernel"), initrd: at("directory") },
      disks: [raw(at("none/root.raw")), { name: "device", source: { device: "/dev/null" }, format: "raw" }],
    });
    expect(faults).toEqual([
      { path: "boot.kernel", message: `${at("no-kernel")} does not exist on this host` },
      { path: "boot.initrd", message: `${at("directory")} is not a file` },
      { path: "disks.0.source.file", message: `${at("none/root.raw")} does not exist on this host` },
      { path: "disks.1.source.device", message: "/dev/null is not a block device" },
    ]);
  });

  test("at the end of a link that leads to itself are told as that", async () => {
    await using directory = await temporary();
    const link = join(directory.path, "link");
    await symlink(link, link);
    expect(await faultsOf({ disks: [raw(link)] })).toEqual([
      { path: "disks.0.source.file", message: `${link} is a link that leads to itself` },
    ]);
  });

  test.skipIf(process.getuid?.() === 0)(
    "that may not be written are refused unless the disk is read only",
    async () => {
      await using directory = await temporary();
      const file = join(directory.path, "root.raw");
      await writeFile(file, "x");
      await chmod(file, 0o400);
      expect(await faultsOf({ disks: [raw(file)] })).toMatchObject([
        { message: expect.stringContaining("written") },
      ]);
      expect(await faultsOf({ disks: [{ ...raw(file), readOnly: true }] })).toEqual([]);
    },
  );
});

describe("image roots", () => {
  test("hold for kernels, initrds and disks, and tell nothing of what lies outside", async () => {
    await using directory = await temporary();
    const root = join(directory.path, "images");
    await mkdir(root);
    await writeFile(join(directory.path, "outside.raw"), "x");
    const faults = await faultsOf(
      {
        boot: { kernel: "/etc/shadow", initrd: "/etc/no-such-file" },
        disks: [raw(join(directory.path, "outside.raw")), raw(`${root}-sibling/x.raw`, "sibling")],
      },
      [root],
    );
    expect(faults.map(({ path }) => path)).toEqual([
      "boot.kernel",
      "boot.initrd",
      "disks.0.source.file",
      "disks.1.source.file",
    ]);
    for (const { message } of faults) expect(message).toContain(`is outside the image directories (${root})`);
  });

  test("are not escaped by a link to a file or through a linked directory", async () => {
    await using directory = await temporary();
    const root = join(directory.path, "images");
    await mkdir(root);
    await writeFile(join(directory.path, "secret.raw"), "x");
    await symlink(join(directory.path, "secret.raw"), join(root, "link.raw"));
    await symlink(directory.path, join(root, "up"));
    const faults = await faultsOf(
      { disks: [raw(join(root, "link.raw")), raw(join(root, "up/secret.raw"), "two")] },
      [root],
    );
    expect(faults).toHaveLength(2);
    for (const { message } of faults) expect(message).toContain("where its links lead");
  });

  test("may themselves be links, and links inside them are fine", async () => {
    await using directory = await temporary();
    const real = join(directory.path, "storage");
    const root = join(directory.path, "images");
    await mkdir(real);
    await symlink(real, root);
    await writeFile(join(real, "a.raw"), "x");
    await symlink("a.raw", join(real, "b.raw"));
    expect(
      await faultsOf({ disks: [raw(join(root, "a.raw")), raw(join(root, "b.raw"), "b")] }, [root]),
    ).toEqual([]);
  });

  test("hold for devices by the name the administrator allowed", async () => {
    const disks = [{ name: "disk", source: { device: "/dev/null" }, format: "raw" as const }];
    expect(await faultsOf({ disks }, ["/srv/images"])).toMatchObject([
      { path: "disks.0.source.device", message: expect.stringContaining("outside the image directories") },
    ]);
    expect(await faultsOf({ disks }, ["/dev"])).toMatchObject([
      { message: "/dev/null is not a block device" },
    ]);
  });
});

describe("an initrd with a comma or space in its path", () => {
  test.each([
    ["a multiboot kernel", Buffer.from([0, 0, 0, 0, 0x02, 0xb0, 0xad, 0x1b]), 1],
    ["a Linux kernel", Buffer.concat([Buffer.alloc(0x202), Buffer.from("HdrS")]), 0],
  ])("is refused only where QEMU would take it apart: %s", async (_what, kernelBytes, expected) => {
    await using directory = await temporary();
    const kernel = join(directory.path, "kernel");
    const initrd = join(directory.path, "initrd,other file");
    await writeFile(kernel, kernelBytes);
    await writeFile(initrd, "x");
    const faults = await faultsOf({ boot: { kernel, initrd } });
    expect(faults.filter(({ path }) => path === "boot.initrd")).toHaveLength(expected);
  });
});
