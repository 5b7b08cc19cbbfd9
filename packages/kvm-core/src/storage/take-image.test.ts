import { execFile } from "node:child_process";
import {
  chmod,
  mkdtempDisposable,
  open,
  readFile,
  readdir,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GantryError } from "../model/index.ts";
import { confinedQemuImg } from "./confined-qemu-img.ts";
import { type BroughtImage, takeImage } from "./take-image.ts";

const run = promisify(execFile);
const mebibyte = 1024 ** 2;
const stack = new AsyncDisposableStack();
let dir: string;
let data: string;
let canary: string;
const longAgo = new Date(0);

beforeAll(async () => {
  dir = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-take-"))).path;
  data = at("data");
  await writeFile(data, Buffer.alloc(2 * mebibyte, "gantry"));
  canary = at("canary");
  await writeFile(canary, "secret".repeat(100_000));
});
afterAll(() => stack.disposeAsync());

const at = (name: string) => join(dir, name);
let images = 0;

async function image(format: string, ...options: readonly string[]): Promise<string> {
  const path = at(`${(images += 1)}-${format}`);
  await run("qemu-img", ["convert", "-f", "raw", "-O", format, ...options, data, path]);
  return path;
}

function take(path: string, more: Partial<BroughtImage> = {}) {
  const image: BroughtImage = {
    ...{ path, claimed: undefined, converted: `${path}.converted`, mostBytes: 1024 ** 4 },
    ...{ signal: new AbortController().signal, onProgress: () => undefined },
  };
  return takeImage({ ...image, ...more });
}

/** The words of a refusal; the canary was not read and nothing stays beside the image. */
async function refusal(path: string, more: Partial<BroughtImage> = {}): Promise<string> {
  const before = await readdir(dir);
  await utimes(canary, longAgo, new Date());
  const error = await take(path, more).catch((thrown: unknown) => thrown);
  expect((await stat(canary)).atime).toEqual(longAgo);
  expect(await readdir(dir)).toEqual(before);
  if (!(error instanceof GantryError)) throw new Error(`${path} was taken`);
  expect(error.code).toBe("image_refused");
  return error.message;
}

/** A changed copy of an image. */
async function changed(from: string, change: (bytes: Buffer) => unknown): Promise<string> {
  const bytes = await readFile(from);
  change(bytes);
  const path = at(`changed-${(images += 1)}`);
  await writeFile(path, bytes);
  return path;
}

/** The same with other words in a VMDK's descriptor, as long as before. */
function reworded(from: string, old: RegExp, words: string): Promise<string> {
  return changed(from, (bytes) => {
    const text = bytes.subarray(512, 512 + 20 * 512).toString("latin1");
    const next = text.replace(old, words).replaceAll("\0", "");
    bytes.fill(0, 512, 512 + 20 * 512);
    bytes.write(next, 512, "latin1");
  });
}

describe("An image that is brought", () => {
  test("as raw or qcow2 stays the file it is", async () => {
    for (const format of ["raw", "qcow2"] as const) {
      const path = await image(format);
      expect(await take(path)).toEqual({
        ...{ path, format, broughtAs: format },
        virtualBytes: 2 * mebibyte,
      });
    }
  });

  test.each([
    ["vmdk", []],
    ["vmdk", ["-o", "subformat=streamOptimized"]],
    ["vdi", []],
    ["vdi", ["-o", "static=on"]],
    ["vhdx", []],
  ])("as %s %j is converted to qcow2, byte for byte what its guest saw", async (format, options) => {
    const path = await image(format, ...options);
    const taken = await take(path);
    // A VHDX disk has a whole number of its blocks.
    expect(taken).toMatchObject({ format: "qcow2", broughtAs: format, path: `${path}.converted` });
    const back = at(`back-${(images += 1)}`);
    await run("qemu-img", ["convert", "-f", "qcow2", "-O", "raw", taken.path, back]);
    const expected = await readFile(data);
    expect((await readFile(back)).subarray(0, expected.length).equals(expected)).toBe(true);
    expect((await stat(taken.path)).uid).toBe(process.getuid?.());
    expect((await stat(path)).uid).toBe(process.getuid?.());
  });
});

describe("An image that lies is refused, and no other file is read:", () => {
  test("a qcow2 with a backing file or a data file", async () => {
    const overlay = at("overlay");
    await run("qemu-img", ["create", "-q", "-u", "-f", "qcow2", "-b", canary, "-F", "raw", overlay, "1M"]);
    expect(await refusal(overlay)).toContain("is an overlay of");
    const json = at("overlay-json");
    const name = `json:{"driver":"raw","file.filename":"${canary}"}`;
    await run("qemu-img", ["create", "-q", "-u", "-f", "qcow2", "-b", name, "-F", "raw", json, "1M"]);
    expect(await refusal(json)).toContain("is an overlay of");
    const elsewhere = at("elsewhere");
    const option = `data_file=${at("elsewhere-data")},data_file_raw=on`;
    await run("qemu-img", ["create", "-q", "-f", "qcow2", "-o", option, elsewhere, "1M"]);
    const atCanary = await changed(elsewhere, (bytes) => {
      const place = bytes.indexOf(at("elsewhere-data"));
      bytes.fill(0, place, place + at("elsewhere-data").length);
      bytes.write(canary, place);
    });
    expect(await refusal(atCanary)).toContain("keeps its data in another file");
  });

  test("a VMDK that is a list of files, has a path in it, or a parent", async () => {
    const vmdk = await image("vmdk");
    const list = at("list.vmdk");
    const descriptor = [
      "# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\n",
      `createType="monolithicFlat"\nRW 2048 FLAT "${canary}" 0\n`,
    ].join("");
    await writeFile(list, descriptor.padEnd(4096, "\n"));
    expect(await refusal(list)).toContain("list of other files");
    const path = `RW 4096 SPARSE "${canary}"`;
    expect(await refusal(await reworded(vmdk, /RW \d+ SPARSE "[^"]*"/, path))).toContain("by a path");
    const flat = `RW 1 SPARSE "a"\nRW 4096 FLAT "b" 0`;
    expect(await refusal(await reworded(vmdk, /RW \d+ SPARSE "[^"]*"/, flat))).toContain("2 files");
    const kind = 'createType="monolithicFlat"';
    expect(await refusal(await reworded(vmdk, /createType="[^"]*"/, kind))).toContain("several files");
    const parent = `parentFileNameHint="${canary}"\nparentCID=12345678`;
    expect(await refusal(await reworded(vmdk, /parentCID=\w+/, parent))).toContain("overlay");
    // Without a capacity QEMU takes the descriptor for a list of files.
    const noCapacity = await reworded(vmdk, /RW \d+ SPARSE "[^"]*"/, `RW 2048 FLAT "${canary}" 0`);
    expect(await refusal(await changed(noCapacity, (bytes) => bytes.fill(0, 12, 20)))).toContain("list");
    expect(await refusal(await changed(vmdk, (bytes) => bytes.fill(255, 28, 36)))).toContain("outside");
    expect(await refusal(await changed(vmdk, (bytes) => bytes.fill(255, 36, 44)))).toContain("too long");
    expect(await refusal(await changed(vmdk, (bytes) => bytes.fill(0, 28, 44)))).toContain("no descriptor");
  });

  test("a VDI or qcow2 that is an overlay, encrypted or marked as corrupt", async () => {
    const vdi = await image("vdi");
    expect(await refusal(await changed(vdi, (bytes) => bytes.fill(7, 0x1b8, 0x1c8)))).toContain("overlay");
    expect(await refusal(await changed(vdi, (bytes) => bytes.writeUInt32LE(4, 0x4c)))).toContain("overlay");
    const qcow2 = await image("qcow2");
    const encrypted = await changed(qcow2, (bytes) => bytes.writeUInt32BE(2, 32));
    expect(await refusal(encrypted)).toContain("encrypted");
    const corrupt = await changed(qcow2, (bytes) => bytes.writeBigUInt64BE(2n, 72));
    expect(await refusal(corrupt)).toContain("corrupt");
  });

  test("a file that can be taken for two formats, or is said to be another", async () => {
    const both = await changed(await image("qcow2"), (bytes) => bytes.writeUInt32LE(0xbeda107f, 64));
    expect(await refusal(both)).toContain("taken for qcow2 and for vdi");
    expect(await refusal(await image("qcow2"), { claimed: "raw" })).toContain("begins like qcow2");
    expect(await refusal(data, { claimed: "vmdk" })).toContain("said to be vmdk and begins like raw");
    expect(await refusal(await image("qed"))).toContain("qed image, which is not taken");
  });

  test("one that is cut off", async () => {
    for (const format of ["qcow2", "vmdk", "vdi", "vhdx"]) {
      const path = await image(format);
      await truncate(path, Math.floor((await stat(path)).size / 2));
      expect(await refusal(path)).toMatch(/damaged or not whole|does not open it|cut off/);
      await truncate(path, 100);
      expect(await refusal(path)).toMatch(/cut off|does not open it/);
    }
    const nothing = at("nothing");
    await writeFile(nothing, "");
    expect(await refusal(nothing)).toContain("empty");
  });

  test("one whose disk is larger than is allowed, whatever its header or qemu-img says", async () => {
    for (const format of ["raw", "qcow2", "vmdk", "vdi", "vhdx"]) {
      const path = at(`large.${format}`);
      await run("qemu-img", ["create", "-q", "-f", format, path, "3G"]);
      expect(await refusal(path, { mostBytes: 2 * 1024 ** 3 })).toContain("has 3 GiB, and at most 2 GiB");
    }
  });

  test("a link to another file", async () => {
    const link = at("link");
    await symlink(canary, link);
    await expect(take(link)).rejects.toMatchObject({ code: "ELOOP" });
  });
});

describe("qemu-img, while it reads what a stranger made,", () => {
  const isRoot = process.getuid?.() === 0;
  const nobody = { uid: 65_534, gid: 65_534 };
  const signal = new AbortController().signal;

  test("writes no more than it may", async () => {
    await using source = await open(await image("vmdk"), "r");
    await using target = await open(at("limited"), "w+", 0o666);
    const run = { files: [source, target], account: undefined, mostFileBytes: mebibyte, signal };
    const args = ["convert", "-f", "vmdk", "-O", "raw", "/proc/self/fd/3", "/proc/self/fd/4"];
    expect((await confinedQemuImg(args, run)).code).not.toBe(0);
    expect((await stat(at("limited"))).size).toBeLessThanOrEqual(mebibyte);
  });

  test.runIf(isRoot)("cannot read what is not everybody's", async () => {
    await chmod(canary, 0o600);
    const run = { files: [], account: nobody, mostFileBytes: mebibyte, signal };
    const end = await confinedQemuImg(["info", "-f", "raw", canary], run);
    expect([end.code, end.stderr]).toEqual([1, expect.stringContaining("Permission denied")]);
  });
});

test("A conversion that is cancelled ends at once and leaves nothing", async () => {
  const path = await image("vmdk");
  const before = await readdir(dir);
  const cancelled = { signal: AbortSignal.abort() };
  await expect(take(path, cancelled)).rejects.toMatchObject({ code: "cancelled" });
  expect(await readdir(dir)).toEqual(before);
});
