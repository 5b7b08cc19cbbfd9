import type { MigrationSample } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { outcomeWords, passBoundaries, toBandwidth, transferWords } from "./migration-words.ts";

const mib = 1024 * 1024;
const sample: MigrationSample = {
  atMs: 0,
  status: "active",
  pass: 1,
  totalBytes: 1024 * mib,
  remainingBytes: 214 * mib,
  transferredBytes: 810 * mib,
  bytesPerSecond: 880 * mib,
  dirtyBytesPerSecond: 90 * mib,
};

test("the first pass says what is left; nothing is known of the guest's writes yet", () => {
  expect(transferWords(sample)).toBe("pass 1: 214 MiB left, link 880 MiB/s");
  expect(transferWords({ ...sample, bytesPerSecond: 0 })).toBe("pass 1: 214 MiB left");
});

test("from the second pass on the guest's writes stand against the link", () => {
  expect(transferWords({ ...sample, pass: 3 })).toBe(
    "pass 3: 214 MiB left, guest writes 90 MiB/s, link 880 MiB/s",
  );
});

test("each outcome says where the guest is", () => {
  const figures = {
    source: "host-a",
    target: "host-b",
    totalMs: 1,
    transferredBytes: 1,
    passes: 1,
    samples: [],
    disks: [],
    copySamples: [],
  };
  expect(outcomeWords("web-1", { ...figures, outcome: "moved" })).toBe(
    "web-1 moved from host-a to host-b and runs there.",
  );
  expect(outcomeWords("web-1", { ...figures, outcome: "stayed" })).toContain("stayed on host-a");
  expect(outcomeWords("web-1", { ...figures, outcome: "in-doubt" })).toContain("A person has to look");
});

test("a new pass is marked where it began", () => {
  const at = (atMs: number, pass: number) => ({ ...sample, atMs, pass });
  expect(passBoundaries([at(0, 1), at(100, 1), at(200, 2), at(300, 3)])).toEqual([200, 300]);
});

test("a bandwidth of nothing is no limit", () => {
  expect(toBandwidth("")).toBe(0);
  expect(toBandwidth("100")).toBe(100 * mib);
});
