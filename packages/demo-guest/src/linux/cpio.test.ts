import { describe, expect, test } from "vitest";
import { type CpioEntry, cpioArchive } from "./cpio.ts";

const entries: CpioEntry[] = [
  { kind: "directory", path: "bin" },
  { kind: "file", path: "bin/run", content: Buffer.from("#!/bin/sh"), executable: true },
  { kind: "file", path: "plain", content: Buffer.from("a"), executable: false },
  { kind: "link", path: "bin/sh", target: "run" },
];

describe("A cpio archive", () => {
  test("has every entry with its kind, mode and content, and ends with the trailer", () => {
    expect(readArchive(cpioArchive(entries))).toEqual([
      { path: "bin", mode: 0o040755, content: "" },
      { path: "bin/run", mode: 0o100755, content: "#!/bin/sh" },
      { path: "plain", mode: 0o100644, content: "a" },
      { path: "bin/sh", mode: 0o120777, content: "run" },
      { path: "TRAILER!!!", mode: 0, content: "" },
    ]);
  });

  test("is the same for the same entries", () => {
    expect(cpioArchive(entries)).toEqual(cpioArchive(entries));
  });

  test("begins as the kernel's description of the format says", () => {
    const field = (value: number) => value.toString(16).padStart(8, "0");
    const [inode, mode, user, group, links, time, size] = [1, 0o100644, 0, 0, 1, 0, 1];
    const header = [inode, mode, user, group, links, time, size, 0, 0, 0, 0, "plain\0".length, 0]
      .map(field)
      .join("");
    const archive = cpioArchive(entries.slice(2, 3));
    expect(archive.toString("latin1", 0, 116)).toBe(`070701${header}plain\0`);
    // 110 bytes of header and 6 of name end at a multiple of four; one byte of content is filled up to four.
    expect(archive.subarray(116, 120)).toEqual(Buffer.from("a\0\0\0"));
  });
});

function readArchive(archive: Buffer): { path: string; mode: number; content: string }[] {
  const found = [];
  for (let at = 0; at < archive.byteLength; ) {
    expect(archive.toString("latin1", at, at + 6)).toBe("070701");
    const number = (index: number) =>
      Number.parseInt(archive.toString("latin1", at + 6 + index * 8, at + 14 + index * 8), 16);
    const [mode, size, nameSize] = [number(1), number(6), number(11)];
    const path = archive.toString("latin1", at + 110, at + 110 + nameSize - 1);
    const start = Math.ceil((at + 110 + nameSize) / 4) * 4;
    found.push({ path, mode, content: archive.toString("latin1", start, start + size) });
    at = Math.ceil((start + size) / 4) * 4;
  }
  return found;
}
