import { expect, test } from "vitest";
import { instanceSpecSchema } from "../model/spec.ts";
import { limitsWhileCopied } from "./copy-limits.ts";
import { copyProgress } from "./copy-progress.ts";
import { disksToCopy, specOnTarget } from "./copied-disks.ts";
import { diskShare } from "./report.ts";

const spec = instanceSpecSchema.parse({
  name: "web-1",
  cpus: 1,
  memoryMiB: 64,
  boot: { firmware: "bios" },
  disks: [
    { name: "root", source: { file: "/a/root.qcow2" }, backing: { file: "/a/base.qcow2", format: "qcow2" } },
    { name: "data", source: { file: "/a/data.raw" }, format: "raw" },
    { name: "gold", source: { file: "/a/gold.raw" }, format: "raw", readOnly: true },
    { name: "cd", source: { file: "/a/cd.iso" }, format: "raw", bus: "cdrom" },
    { name: "lun", source: { device: "/dev/sdz" }, format: "raw" },
  ],
  nics: [],
  serial: [{ log: true }],
});

const names = (copies: ReturnType<typeof disksToCopy>) => copies.map(({ disk }) => disk.name);

test("only image files that the guest writes to are copied, and of those what the target does not share", () => {
  const shares = (disk: { name: string }) => disk.name === "data";
  expect(names(disksToCopy(spec, { copyDisks: false }, () => false))).toEqual([]);
  expect(names(disksToCopy(spec, { copyDisks: true }, () => false))).toEqual(["root", "data"]);
  expect(names(disksToCopy(spec, { copyDisks: true }, shares))).toEqual(["root"]);
  expect(names(disksToCopy(spec, { copyDisks: ["data", "cd", "lun"] }, shares))).toEqual(["data"]);
});

test("a copy lies under the same path or in the chosen directory, stands alone, and the others stay as they are", () => {
  const here = disksToCopy(spec, { copyDisks: true }, () => false);
  expect(here.map(({ path }) => path)).toEqual(["/a/root.qcow2", "/a/data.raw"]);
  const there = disksToCopy(spec, { copyDisks: ["root"], targetDirectory: "/b" }, () => false);
  const moved = specOnTarget(spec, there);
  expect(moved.disks[0]).toMatchObject({ source: { file: "/b/root.qcow2" }, backing: undefined });
  expect(moved.disks.slice(1)).toEqual(spec.disks.slice(1));
});

test("a disk that is copied is read at full speed while its guest's writes stay limited", () => {
  expect(limitsWhileCopied({ bytesPerSecond: 10, readOpsPerSecond: 5 })).toEqual({ writeBytesPerSecond: 10 });
  expect(limitsWhileCopied({ writeBytesPerSecond: 7, opsPerSecond: 3 })).toEqual({
    writeBytesPerSecond: 7,
    writeOpsPerSecond: 3,
  });
});

test("the progress of copies tells what is left and how fast it goes, also while the guest makes more of it", () => {
  const disk = { disk: "root", sourceFile: "", targetFile: "", source: "kept" } as const;
  const mib = 1_048_576;
  const first = copyProgress([{ ...disk, totalBytes: 100 * mib, copiedBytes: 25 * mib }], {
    atMs: 1000,
    before: undefined,
  });
  expect(first).toMatchObject({ fraction: 0.25, text: "disks: 75 MiB of 100 MiB left, 25 MiB/s" });
  const second = copyProgress([{ ...disk, totalBytes: 110 * mib, copiedBytes: 75 * mib }], {
    atMs: 2000,
    before: first.sample,
  });
  expect(second.text).toBe("disks: 35 MiB of 110 MiB left, 50 MiB/s");
});

test("disks fill the share of the bar that their bytes are of all bytes", () => {
  expect(diskShare({ diskBytes: 0, memoryBytes: 64 })).toBe(0);
  expect(diskShare({ diskBytes: 192, memoryBytes: 64 })).toBe(0.75);
});
