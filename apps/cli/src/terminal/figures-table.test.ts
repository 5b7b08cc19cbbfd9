import type { FiguresRow } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { bytes, figuresTable } from "./figures-table.ts";

function row(name: string, used: number): FiguresRow {
  const disks = [{ name: "root", readBytes: used, writtenBytes: 2 * used }];
  const nics = [{ name: "nic-0", mac: "52:54:00:00:00:01" }];
  const figures = {
    readAt: "2026-01-01T00:00:00Z",
    cpuSeconds: used / 1024,
    residentBytes: 1536,
    disks,
    nics,
  };
  return { name, uuid: name, host: "host-a", figures };
}

test("figures are totals, or what came since the reading before; a process that began anew counts from nothing", () => {
  expect(figuresTable([row("a", 1024), { name: "b", uuid: "b", host: "host-b" }])).toBe(
    [
      "NAME  HOST    CPU    MEMORY   READ     WRITTEN  RECEIVED  SENT",
      "a     host-a  1.0 s  1.5 KiB  1.0 KiB  2.0 KiB  0 B       0 B",
      "b     host-b  -",
      "",
    ].join("\n"),
  );
  expect(figuresTable([row("a", 3072)], [row("a", 1024)])).toContain("2.0 s  1.5 KiB  2.0 KiB  4.0 KiB");
  expect(figuresTable([row("a", 512)], [row("a", 1024)])).toContain("0.5 s  1.5 KiB  512 B  1.0 KiB");
});

test("bytes are told in the largest unit that leaves at least one", () => {
  expect([0, 1023, 1024, 1536, 20 * 2 ** 30].map(bytes)).toEqual([
    "0 B",
    "1023 B",
    "1.0 KiB",
    "1.5 KiB",
    "20.0 GiB",
  ]);
});
