import { execFile } from "node:child_process";
import { mkdtempDisposable, readFile, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { checkImage, type ImageClaim } from "./check-image.ts";

const run = promisify(execFile);

async function temporary(): Promise<{ at: (name: string) => string } & AsyncDisposable> {
  const directory = await mkdtempDisposable(join(tmpdir(), "gantry-images-"));
  return {
    at: (name) => join(directory.path, name),
    [Symbol.asyncDispose]: () => directory.remove(),
  };
}

async function qcow2(path: string, ...args: readonly string[]): Promise<string> {
  await run("qemu-img", ["create", "-q", "-f", "qcow2", ...args, path, "1M"]);
  return path;
}

/** The words of the one fault of an image, or undefined when it has none. */
async function faultOf(path: string, claim: Partial<ImageClaim> = {}): Promise<string | undefined> {
  const field = "disks.0.source.file";
  const faults = await checkImage({
    path,
    format: "qcow2",
    backing: undefined,
    field,
    isNew: false,
    ...claim,
  });
  expect(faults.every((fault) => fault.path === field) && faults.length <= 1).toBe(true);
  return faults[0]?.message;
}

describe("an image", () => {
  test("that is what the spec says has no fault", async () => {
    await using directory = await temporary();
    expect(await faultOf(await qcow2(directory.at("root.qcow2")))).toBeUndefined();
  });

  test("that is not qcow2 though the spec says so is refused with the way out", async () => {
    await using directory = await temporary();
    const file = directory.at("root.qcow2");
    for (const bytes of [Buffer.alloc(1024), Buffer.alloc(0), Buffer.from("QFI")]) {
      await writeFile(file, bytes);
      expect(await faultOf(file)).toBe(
        `${file} is not a qcow2 image; if it is a raw disk, set format to "raw"`,
      );
    }
    await writeFile(file, Buffer.from("QFI\u00fb\0\0\0\u0003", "latin1"));
    expect(await faultOf(file)).toContain("is not a sound qcow2 image: its header is cut off");
    expect(await faultOf(directory.at("absent"))).toContain("cannot be read");
  });

  test("that is an overlay, keeps its data elsewhere, is encrypted or damaged is refused", async () => {
    await using directory = await temporary();
    const overlay = await qcow2(directory.at("overlay"), "-b", "/etc/hostname", "-F", "raw");
    expect(await faultOf(overlay)).toContain('is an overlay of "/etc/hostname"');
    const elsewhere = await qcow2(directory.at("elsewhere"), "-o", `data_file=${directory.at("data")}`);
    expect(await faultOf(elsewhere)).toContain("keeps its data in another file");
    const whole = await readFile(await qcow2(directory.at("whole")));
    const changed = directory.at("changed");
    // The number of LUKS as a way of encrypting, and the mark of a damaged image.
    whole.writeUInt32BE(2, 32);
    await writeFile(changed, whole);
    expect(await faultOf(changed)).toContain("is encrypted");
    whole.writeUInt32BE(0, 32);
    whole.writeBigUInt64BE(2n, 72);
    await writeFile(changed, whole);
    expect(await faultOf(changed)).toContain("is marked as corrupt");
  });

  test("of another format that a person brings as raw is refused, and a guest's own raw disk is not", async () => {
    await using directory = await temporary();
    for (const format of ["qcow2", "qed", "vmdk", "vdi", "vhdx", "vpc", "parallels"]) {
      const file = directory.at(format);
      await run("qemu-img", ["create", "-q", "-f", format, file, "1M"]);
      expect(await faultOf(file, { format: "raw", isNew: true })).toContain(`is a ${format} image`);
      expect(await faultOf(file, { format: "raw" })).toBeUndefined();
    }
    const encrypted = directory.at("whole-disk-encryption");
    await writeFile(
      encrypted,
      Buffer.concat([Buffer.from("LUKS\u00ba\u00be\0\u0002", "latin1"), Buffer.alloc(600)]),
    );
    expect(await faultOf(encrypted, { format: "raw", isNew: true })).toBeUndefined();
  });
});

describe("a linked image", () => {
  test("is taken when it says the same as the spec, whatever way the name is written", async () => {
    await using directory = await temporary();
    const base = await qcow2(directory.at("base.qcow2"));
    await symlink("base.qcow2", directory.at("link.qcow2"));
    for (const name of [base, "base.qcow2", "link.qcow2", "./base.qcow2"]) {
      const linked = await qcow2(directory.at("linked.qcow2"), "-u", "-b", name, "-F", "qcow2");
      expect(await faultOf(linked, { backing: { file: base, format: "qcow2" } })).toBeUndefined();
    }
  });

  test("that names another file, another format or none is refused", async () => {
    await using directory = await temporary();
    const base = await qcow2(directory.at("base.qcow2"));
    const backing = { file: base, format: "qcow2" } as const;
    const other = await qcow2(directory.at("other"), "-u", "-b", "nbd://host/x", "-F", "qcow2");
    expect(await faultOf(other, { backing })).toContain('is an overlay of "nbd://host/x", not of');
    const asRaw = await qcow2(directory.at("raw"), "-u", "-b", base, "-F", "raw");
    expect(await faultOf(asRaw, { backing })).toContain('says that its backing file is "raw", not qcow2');
    expect(await faultOf(await qcow2(directory.at("alone")), { backing })).toContain("stands alone");
  });
});

test("a file that an image names is never read, whether it is its backing file or its data file", async () => {
  await using directory = await temporary();
  const longAgo = new Date(0);
  const canary = directory.at("canary");
  await writeFile(canary, "secret");
  const bait = [
    await qcow2(directory.at("a"), "-u", "-b", canary, "-F", "raw"),
    await qcow2(
      directory.at("b"),
      "-u",
      "-b",
      `json:{"driver":"raw","file.filename":"${canary}"}`,
      "-F",
      "raw",
    ),
    await qcow2(directory.at("c"), "-o", `data_file=${canary},data_file_raw=on`),
  ];
  await utimes(canary, longAgo, new Date());
  for (const file of bait) {
    for (const format of ["qcow2", "raw"] as const)
      expect(await faultOf(file, { format, isNew: true })).toBeDefined();
    expect(await faultOf(file, { backing: { file: directory.at("else"), format: "raw" } })).toBeDefined();
  }
  expect((await stat(canary)).atime).toEqual(longAgo);
});
