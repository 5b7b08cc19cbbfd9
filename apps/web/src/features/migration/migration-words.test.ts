import { readFile } from "node:fs/promises";
import { english } from "#lib/messages/translate.ts";
import {
  migrationOptionsSchema,
  type MigrationResult,
  type MigrationSample,
  postCopyWarning,
} from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import {
  copyWords,
  migrateCommand,
  mostThrottled,
  outcomeWords,
  resultFigures,
  passBoundaries,
  toBandwidth,
  transferWords,
} from "./migration-words.ts";

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

test("the warning of post-copy is the one that the checks and the command line say", async () => {
  const options = await readFile(new URL("options-step.tsx", import.meta.url), "utf8");
  expect(options).toContain(JSON.stringify(postCopyWarning));
});

test("the first pass says what is left; nothing is known of the guest's writes yet", () => {
  expect(transferWords(sample, english)).toBe("pass 1: 214 MiB left, link 880 MiB/s");
  expect(transferWords({ ...sample, bytesPerSecond: 0 }, english)).toBe("pass 1: 214 MiB left");
});

test("from the second pass on the guest's writes stand against the link", () => {
  expect(transferWords({ ...sample, pass: 3 }, english)).toBe(
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
  expect(outcomeWords("web-1", { ...figures, outcome: "moved" }, english)).toBe(
    "web-1 moved from host-a to host-b and runs there.",
  );
  expect(outcomeWords("web-1", { ...figures, outcome: "stayed" }, english)).toContain("stayed on host-a");
  expect(outcomeWords("web-1", { ...figures, outcome: "in-doubt" }, english)).toContain(
    "A person has to look",
  );
});

test("a new pass is marked where it began", () => {
  const at = (atMs: number, pass: number) => ({ ...sample, atMs, pass });
  expect(passBoundaries([at(0, 1), at(100, 1), at(200, 2), at(300, 3)])).toEqual([200, 300]);
});

test("a bandwidth of nothing is no limit", () => {
  expect(toBandwidth("")).toBe(0);
  expect(toBandwidth("100")).toBe(100 * mib);
});

test("the same migration can be copied as a command, with what was changed and nothing else", () => {
  const usual = migrationOptionsSchema.parse({});
  expect(migrateCommand("web-1", "host-b", usual)).toBe("gantry migrate web-1 --to host-b");
  const changed = migrationOptionsSchema.parse({
    live: false,
    copyDisks: true,
    targetDirectory: "/images/it's here",
    deleteSource: true,
    bandwidth: 100 * mib,
    allowedPauseMs: 50,
    timeoutSeconds: 60,
    onTimeout: "longer-pause",
    longerPauseMs: 2000,
    autoConverge: true,
  });
  expect(migrateCommand("web-1", "host-b", changed)).toBe(
    "gantry migrate web-1 --to host-b --offline --copy-disks --target-directory '/images/it'\\''s here' " +
      "--delete-source --bandwidth 100 --allowed-pause 50 --give-up-after 60 --on-timeout longer-pause " +
      "--longer-pause 2000 --auto-converge",
  );
});

test("what was foretold stands beside what was measured", () => {
  const result: MigrationResult = {
    outcome: "moved",
    source: "host-a",
    target: "host-b",
    pauseMs: 41,
    totalMs: 3200,
    transferredBytes: 100 * mib,
    passes: 3,
    samples: [{ ...sample, throttlePercent: 60 }],
    disks: [],
    copySamples: [],
    afterTimeout: "throttle",
    guestClock: "set",
    forecast: { finishes: "yes", seconds: 2, pauseMs: 30, bytes: 90 * mib, text: "", choices: [] },
  };
  expect(resultFigures(result, english)).toEqual([
    { label: "Guest stood still", foretold: "about 30 ms", measured: "41 ms" },
    { label: "Took altogether", foretold: "about 2 s", measured: "3.2 s" },
    { label: "Memory sent", foretold: "about 90 MiB", measured: "100 MiB" },
    { label: "Passes over memory", measured: "3" },
    { label: "Processors slowed down by", measured: "up to 60 %" },
    { label: "Not in time, so", measured: "Slow its processors down" },
    { label: "Guest's clock", measured: "set to the target's by the guest's agent" },
  ]);
});

test("a slowing down of one per cent is none: QEMU cannot do less", () => {
  expect(mostThrottled([{ ...sample, throttlePercent: 1 }])).toBe(0);
  expect(mostThrottled([sample, { ...sample, throttlePercent: 40 }])).toBe(40);
});

test("the copy of the disks is told by what is left and how fast it goes", () => {
  const copy = { atMs: 1000, totalBytes: 2048 * mib, copiedBytes: 512 * mib, bytesPerSecond: 100 * mib };
  expect(copyWords(copy, english)).toBe("disks: 1.5 GiB of 2 GiB left, 100 MiB/s");
});
