import { execFile } from "node:child_process";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headerBytes, type Qcow2Header, readQcow2Header } from "./qcow2-header.ts";

const run = promisify(execFile);

/** The first bytes of an image that qemu-img made with these arguments. */
async function made(...args: readonly string[]): Promise<Buffer> {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-header-"));
  const path = join(directory.path, "image");
  const own = args.map((arg) => arg.replace("DIR", directory.path));
  await run("qemu-img", ["create", "-q", "-f", "qcow2", ...own, path, "64M"]);
  return (await readFile(path)).subarray(0, headerBytes);
}

function headerOf(bytes: Uint8Array): Qcow2Header {
  const reading = readQcow2Header(bytes);
  if (reading === "not qcow2" || "refused" in reading) throw new Error(JSON.stringify(reading));
  return reading.header;
}

const plain = await made();
const overlay = await made("-u", "-b", "/images/base, with=all\n.raw", "-F", "raw");
const withDataFile = await made("-o", "data_file=DIR/data");
// Not LUKS: for its key qemu-img (7.2) measures the processor by the clock tick, and fails where it sees none pass.
const encrypted = await made(
  ...["--object", "secret,id=s,data=x"],
  ...["-o", "encrypt.format=aes,encrypt.key-secret=s"],
);

describe("the header of a qcow2 image that qemu-img made", () => {
  test("tells sizes, version and snapshots", () => {
    expect(headerOf(plain)).toEqual({
      version: 3,
      virtualBytes: 64 * 1024 * 1024,
      clusterBytes: 65_536,
      backingFile: undefined,
      backingFormat: undefined,
      dataFile: false,
      encrypted: false,
      corrupt: false,
      snapshots: 0,
    });
  });

  test("of version 2 and with small clusters is understood as well", async () => {
    expect(headerOf(await made("-o", "compat=0.10,cluster_size=512"))).toMatchObject({
      version: 2,
      clusterBytes: 512,
    });
    expect(headerOf(await made("-o", "compression_type=zstd,extended_l2=on"))).toMatchObject({ version: 3 });
    expect(headerOf(await made("-o", "cluster_size=2M"))).toMatchObject({ clusterBytes: 2 ** 21 });
  });

  test("tells what other files it wants, and whether it is encrypted", () => {
    expect(headerOf(overlay)).toMatchObject({
      backingFile: "/images/base, with=all\n.raw",
      backingFormat: "raw",
    });
    expect(headerOf(withDataFile)).toMatchObject({ dataFile: true });
    expect(headerOf(encrypted)).toMatchObject({ encrypted: true });
  });
});

describe("a header that cannot be", () => {
  const changed = (change: (bytes: Buffer) => unknown): Buffer => {
    const bytes = Buffer.from(plain);
    change(bytes);
    return bytes;
  };
  test.each([
    ["an unknown version", "version 4", changed((bytes) => bytes.writeUInt32BE(4, 4))],
    ["clusters of 4 GiB", "2^32", changed((bytes) => bytes.writeUInt32BE(32, 20))],
    ["features nobody knows", "0x20", changed((bytes) => bytes.writeBigUInt64BE(32n, 72))],
    ["a disk of 8 EiB", "1 PiB", changed((bytes) => bytes.writeBigUInt64BE(2n ** 63n, 24))],
    ["an endless L1 table", "L1 table", changed((bytes) => bytes.writeUInt32BE(2 ** 32 - 1, 36))],
    ["endless reference counts", "reference counts", changed((bytes) => bytes.writeUInt32BE(2 ** 31, 56))],
    ["a million snapshots", "1000000 snapshots", changed((bytes) => bytes.writeUInt32BE(1e6, 60))],
    ["a header shorter than its version's", "length of 80", changed((bytes) => bytes.writeUInt32BE(80, 100))],
    [
      "a header longer than a cluster",
      "claims a length",
      changed((bytes) => bytes.writeUInt32BE(1 << 20, 100)),
    ],
    ["a name outside the header", "outside its header", changed((bytes) => bytes.fill(255, 8, 16))],
    ["a name of 4 GiB", "too long", changed((bytes) => bytes.fill(255, 16, 20))],
    ["an extension of 4 GiB", "extensions", changed((bytes) => bytes.fill(255, 116, 120))],
    ["a compression it does not declare", "compression", changed((bytes) => bytes.writeUInt8(1, 104))],
    ["a header that is cut off", "cut off", plain.subarray(0, 90)],
    ["extensions that are cut off", "cut off", plain.subarray(0, 130)],
  ])("is refused: %s", (_what, words, bytes) => {
    expect(readQcow2Header(bytes)).toEqual({ refused: expect.stringContaining(words) });
  });

  test("that does not begin as one is no qcow2 image at all", () => {
    expect(readQcow2Header(new Uint8Array(0))).toBe("not qcow2");
    expect(readQcow2Header(Buffer.from("QED\0 and more"))).toBe("not qcow2");
  });
});

test("whatever a header's bytes are changed to, nothing is thrown and nothing outside of them is read", () => {
  const secret = "SECRET-BEHIND-THE-HEADER";
  const change = fc.record({ at: fc.nat(600), value: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
  const origin = fc.constantFrom(plain, overlay, withDataFile, encrypted);
  fc.assert(
    fc.property(origin, fc.array(change, { maxLength: 12 }), fc.nat(4096), (from, changes, length) => {
      const memory = Buffer.alloc(8192, secret);
      from.copy(memory, 1024, 0, length);
      const image = memory.subarray(1024, 1024 + length);
      for (const { at, value } of changes) if (at + value.length <= length) image.set(value, at);
      const reading = readQcow2Header(image);
      expect(JSON.stringify(reading)).not.toContain("SECRET-BEHIND");
      if (reading !== "not qcow2" && "header" in reading) {
        expect(reading.header.virtualBytes).toBeLessThanOrEqual(2 ** 50);
        expect(reading.header.clusterBytes).toBeLessThanOrEqual(2 ** 21);
      }
    }),
    { numRuns: 5000 },
  );
});
