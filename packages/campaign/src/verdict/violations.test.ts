import { describe, expect, it } from "vitest";
import type { Evidence } from "./evidence.ts";
import { operation, record, row, shared, well } from "./testing/moved-guest.ts";
import { violationsOf } from "./violations.ts";

/** It took its disk along. */
const copied = { guest: "copied" } as const;
const old = { number: 0xf0, isWhole: true };
const crashed = { ...row, state: "crashed", reason: "QEMU was killed." } as const;

const faults: readonly [what: string, instead: Partial<Evidence>, said: RegExp][] = [
  [
    "ran on both hosts for a moment",
    { seen: [{ host: "a", incarnation: "aaaaaaaa", spans: [{ from: 0, to: 130 }] }, ...well.seen.slice(1)] },
    /two ran at once: aaaaaaaa on host-a and bbbbbbbb on host-b, for 10.0 ms/,
  ],
  [
    "still runs on both hosts",
    {
      seen: [
        { host: "a", incarnation: "aaaaaaaa", spans: [{ from: 0, to: undefined }] },
        ...well.seen.slice(1),
      ],
    },
    /two ran at once: .*, still/,
  ],
  [
    "went back to an older memory",
    {
      seen: [
        {
          host: "a",
          incarnation: "aaaaaaaa",
          spans: [
            { from: 0, to: 100 },
            { from: 200, to: undefined },
          ],
        },
        { host: "b", incarnation: "bbbbbbbb", spans: [{ from: 120, to: 150 }] },
      ],
    },
    /went back in time: aaaaaaaa on host-a ran again after bbbbbbbb on host-b had run/,
  ],
  [
    "ran unallowed",
    { unallowed: [{ host: "b", incarnation: "bbbbbbbb" }] },
    /ran before its journal said so/,
  ],
  [
    "was allowed to run twice in one epoch",
    { allowed: well.allowed.map((line) => ({ ...line, epoch: 2 })) },
    /epoch 2 let two run/,
  ],
  [
    "was allowed to run in an older epoch",
    { allowed: [...well.allowed, { host: "a", epoch: 1, incarnation: "aaaaaaaaaaaaaaaa", at: 200 }] },
    /in epoch 1, after epoch 2/,
  ],
  [
    "stood still for too long",
    {
      seen: [
        {
          host: "b",
          incarnation: "bbbbbbbb",
          spans: [
            { from: 0, to: 1000 },
            { from: 14_000, to: undefined },
          ],
        },
      ],
    },
    /it stood still for 13.0 s/,
  ],
  ["lies on the wrong host", { holders: ["a"] }, /the record names host-b; it lies on host-a/],
  ["lies on both hosts", { holders: ["a", "b"] }, /it lies on host-a and host-b/],
  ["has a record of somebody else's", { records: [{ host: "a", record }] }, /with host-a and names host-b/],
  ["has no record", { records: [] }, /no store has a record/],
  [
    "has a record of another process",
    { records: [{ host: "b", record: { ...record, incarnation: "aaaaaaaaaaaaaaaa" } }] },
    /names the process aaaaaaaaaaaaaaaa, which does not run/,
  ],
  [
    "is on two hosts for two agents",
    { rows: { a: { ...row, host: "host-a" }, b: row } },
    /host-a says host-a running/,
  ],
  ["is unknown to a host", { rows: { a: undefined, b: row } }, /a host does not know it/],
  [
    "has two processes",
    {
      processes: [
        { pid: 1, host: "b" },
        { pid: 2, host: "a" },
      ],
    },
    /running with 2 QEMU processes/,
  ],
  [
    "is lost for nothing",
    { rows: { a: crashed, b: crashed }, processes: [] },
    /crashed, though nothing took it/,
  ],
  [
    "is paused without a reason",
    { rows: { a: { ...row, state: "paused" }, b: { ...row, state: "paused" } } },
    /paused and no reason is told/,
  ],
  ["lost a line", { console: "READY\r\n00FE\r\n0100\r\n" }, /goes from 254 to 256/],
  ["wrote a line twice", { console: "READY\r\n00FE\r\n00FF\r\n00FF\r\n" }, /goes from 255 to 255/],
  [
    "has a console that nobody can read",
    { console: "", consoleFailed: "host-b does not answer." },
    /cannot be read: host-b/,
  ],
  ["wrote half a line", { console: "READY\r\n00FE\r\n0F\r\n0100\r\n" }, /the console has "0F\\r" in it/],
  [
    "lost a write",
    { disks: { a: shared, b: { ...shared, number: 0xff } } },
    /the console has 256, the disk only 255/,
  ],
  ["left its disk behind", { ...copied, disks: { a: old, b: undefined } }, /its disk is not on host-b/],
  [
    "lost what was on its disk",
    { ...copied, disks: { a: old, b: { ...shared, isWhole: false } } },
    /the disk on host-b has lost what was on it/,
  ],
  [
    "lost the file at the source unasked",
    { ...copied, disks: { a: undefined, b: shared } },
    /the source's file is gone, which nobody asked for/,
  ],
  [
    "went on writing to the source's file",
    { ...copied, disks: { a: { ...old, number: 0x102 }, b: shared } },
    /the source's file has 258, the copy only 257/,
  ],
  ["was paused and does not go on", { stuck: "no answer" }, /does not go on when it is told to: no answer/],
  ["was paused and runs", { guest: "paused" }, /it is running, though nothing took it/],
  [
    "moved and was told to have stayed",
    { operation: { ...operation, status: "failed" } },
    /it moved, and its operation says that it failed/,
  ],
  [
    "did not move although only a clock was a little wrong",
    { operation: { ...operation, status: "failed" }, mustMove: true },
    /its move failed, for which there is no reason: none is told/,
  ],
  [
    "stayed and was told to have moved",
    { operation: { ...operation, host: "host-b" } },
    /it stayed, and its operation says that it moved/,
  ],
  ["left files behind", { leftovers: ["/run/x"] }, /left behind: \/run\/x/],
  [
    "did not come to rest",
    { restless: "host-a lists nothing" },
    /did not come to rest: host-a lists nothing/,
  ],
];

describe("The verdict", () => {
  it("has nothing against a guest that moved", () => {
    expect(violationsOf(well)).toEqual([]);
  });

  it("has nothing against a record of the same epoch that a source with a full disk could not remove", () => {
    const migration = {
      ...{
        id: "0123456789abcdef",
        source: "host-a",
        target: "host-b",
        targetIncarnation: record.incarnation,
      },
      phase: "committed",
    } as const;
    const stale = { host: "a", record: { ...record, state: "migrating", migration } } as const;
    expect(violationsOf({ ...well, records: [stale, ...well.records] })).toEqual([]);
  });

  it("has nothing against one that took its disk along, whether the source's file is kept or gone", () => {
    expect(violationsOf({ ...well, ...copied, disks: { a: old, b: shared } })).toEqual([]);
    const gone = { guest: "copied and gone", disks: { a: undefined, b: shared } } as const;
    expect(violationsOf({ ...well, ...gone })).toEqual([]);
  });

  it("has nothing against one whose only process was killed, when a reason is told", () => {
    const ended = well.seen.map((one) => ({
      ...one,
      spans: one.spans.map(({ from, to }) => ({ from, to: to ?? 200 })),
    }));
    const lost = { rows: { a: crashed, b: crashed }, processes: [], seen: ended, mayLose: true };
    expect(violationsOf({ ...well, ...lost })).toEqual([]);
  });

  it.each(faults)("sees that a guest %s", (_what, instead, said) => {
    expect(violationsOf({ ...well, ...instead }).join("\n")).toMatch(said);
  });
});
