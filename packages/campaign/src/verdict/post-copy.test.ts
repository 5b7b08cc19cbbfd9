import { describe, expect, it } from "vitest";
import type { Evidence } from "./evidence.ts";
import { exceptionOf } from "./post-copy.ts";
import { operation, record, row, well } from "./testing/moved-guest.ts";
import { violationsOf } from "./violations.ts";

const [stayedAt, wentTo] = [
  { host: "a", incarnation: "aaaaaaaa", spans: [{ from: 0, to: 100 }] },
  { host: "b", incarnation: "bbbbbbbb", spans: [{ from: 120, to: undefined }] },
] as const;
const handOn = { host: "a", epoch: 2, incarnation: "aaaaaaaaaaaaaaaa", at: 110 } as const;
const echo = { typed: "before after", heard: "before after", startFailed: undefined };

/** A guest that moved by post-copy from host-a to host-b without a fault. */
const moved: Evidence = {
  ...well,
  guest: "post-copy",
  seen: [stayedAt, wentTo],
  allowed: [
    { host: "a", epoch: 1, incarnation: "aaaaaaaaaaaaaaaa", at: 0 },
    handOn,
    { host: "b", epoch: 2, incarnation: "bbbbbbbbbbbbbbbb", at: 119 },
  ],
  handedOnIn: 2,
  console: "",
  echo,
};

const words =
  "Its memory was lost while it moved from host-a to host-b by post-copy; it starts from its disks, as after a power cut.";
const lostRow = { ...row, state: "crashed", reason: words } as const;
const ended = { ...wentTo, spans: [{ from: 120, to: 200 }] } as const;
const memoryLost = {
  ...operation,
  status: "failed",
  error: { code: "memory_lost", message: "", hint: "", details: {}, docs: "" },
} as const;
/** Its source's QEMU died when it ran on host-b and lacked a part. */
const lost: Evidence = {
  ...moved,
  seen: [stayedAt, ended],
  rows: { a: lostRow, b: lostRow },
  processes: [],
  operation: memoryLost,
  killed: ["a"],
  mayLose: true,
  echo: { typed: "after", heard: "after", startFailed: undefined },
};
/** Its link broke while the devices were on the way. */
const lostHere: Evidence = {
  ...lost,
  seen: [stayedAt],
  allowed: moved.allowed.slice(0, 2),
  records: [
    {
      host: "a",
      record: { ...record, owner: "host-a", epoch: 3, state: "stopped", incarnation: null },
    },
  ],
  rows: { a: { ...lostRow, host: "host-a" }, b: { ...lostRow, host: "host-a" } },
  holders: ["a"],
  killed: [],
};
/** The target's QEMU waits for a stream that it can take no more. */
const stuck: Evidence = {
  ...moved,
  seen: [stayedAt, { ...wentTo, migration: "postcopy-recover", isTrappedByRecovery: true }],
  restless: "the operation is running",
  processes: [
    { pid: 1, host: "a" },
    { pid: 2, host: "b" },
  ],
};

const faults: readonly [what: string, evidence: Evidence, said: RegExp][] = [
  [
    "runs on both hosts",
    { ...moved, seen: [{ ...stayedAt, spans: [{ from: 0, to: undefined }] }, wentTo] },
    /two ran at once: .*, still/,
  ],
  [
    "runs on at the source after it was handed on, and never on the target",
    { ...moved, seen: [{ ...stayedAt, spans: [...stayedAt.spans, { from: 130, to: undefined }] }] },
    /aaaaaaaa on host-a ran after it had handed the guest on/,
  ],
  [
    "was taken back without a new epoch after it had run on the target",
    {
      ...moved,
      seen: [{ ...stayedAt, spans: [...stayedAt.spans, { from: 210, to: undefined }] }, ended],
    },
    /went back in time/,
  ],
  [
    "was let run twice on its target",
    {
      ...moved,
      allowed: [...moved.allowed, { host: "b", epoch: 2, incarnation: "cccccccccccccccc", at: 300 }],
    },
    /epoch 2 let two run/,
  ],
  ["is lost for nothing", { ...lost, mayLose: false }, /crashed, though nothing took it/],
  [
    "is lost without the words for it",
    { ...lost, rows: { a: { ...lostRow, reason: "x" }, b: { ...lostRow, reason: "x" } } },
    /its memory was lost, and it says "x"/,
  ],
  ["is lost, and is told to have moved", { ...lost, operation }, /its operation says that it succeeded/],
  [
    "is lost, and a QEMU of it is left",
    { ...lost, processes: [{ pid: 1, host: "a" }] },
    /it is crashed with 1 QEMU processes/,
  ],
  ["is lost, and a file of it is left", { ...lost, leftovers: ["/run/x"] }, /left behind: \/run\/x/],
  [
    "is lost and does not start",
    { ...lost, echo: { typed: "after", heard: "", startFailed: "no disk" } },
    /does not start from its disks: no disk/,
  ],
  ["is lost and lies on both hosts", { ...lost, holders: ["a", "b"] }, /it lies on host-a and host-b/],
  [
    "runs, and is told to have lost its memory",
    { ...moved, operation: memoryLost },
    /it runs, and its operation says that its memory was lost/,
  ],
  [
    "does not answer",
    { ...moved, echo: { ...echo, heard: "before " } },
    /it was typed "before after", and its console has "before "/,
  ],
  ["was not asked anything", { ...moved, echo: undefined }, /nothing was typed to it/],
  ["does not come to rest", { ...stuck, seen: moved.seen }, /did not come to rest: the operation is running/],
  [
    "is stuck and cannot be freed",
    { ...stuck, freeFailed: "it hangs" },
    /it is stuck, and a person cannot free it: it hangs/,
  ],
  [
    "is stuck, and runs on both hosts",
    { ...stuck, seen: [{ ...stayedAt, spans: [{ from: 0, to: undefined }] }, ...stuck.seen.slice(1)] },
    /two ran at once/,
  ],
];

describe("The verdict on a move by post-copy", () => {
  it("has nothing against a guest that moved, although its source was allowed to send in the epoch of its target", () => {
    expect(violationsOf(moved)).toEqual([]);
  });

  it("has nothing against one that its source took back in a new epoch, since it could not be sent", () => {
    const back = { host: "a", epoch: 3, incarnation: "aaaaaaaaaaaaaaaa", at: 150 } as const;
    const stayed: Evidence = {
      ...lostHere,
      seen: [{ ...stayedAt, spans: [...stayedAt.spans, { from: 151, to: undefined }] }],
      allowed: [...lostHere.allowed, back],
      records: [
        { host: "a", record: { ...record, owner: "host-a", epoch: 3, incarnation: back.incarnation } },
      ],
      rows: { a: { ...row, host: "host-a" }, b: { ...row, host: "host-a" } },
      processes: [{ pid: 1, host: "a" }],
      operation: { ...operation, status: "failed" },
      echo,
    };
    expect(violationsOf(stayed)).toEqual([]);
  });

  it("has nothing against a memory that may be lost, when its words are told, nothing is left and it starts again", () => {
    expect(violationsOf(lost)).toEqual([]);
    expect(violationsOf(lostHere)).toEqual([]);
  });

  it("has nothing against the words of a QEMU that was killed where the instance is", () => {
    const own = { ...lostRow, reason: "QEMU was killed." };
    expect(violationsOf({ ...lost, rows: { a: own, b: own }, killed: ["b"] })).toEqual([]);
    const after = { rows: { a: own, b: own }, killed: ["b"], hadArrived: true, operation } as const;
    expect(violationsOf({ ...lost, ...after })).toEqual([]);
  });

  it("tells what a QEMU before 8.2 cannot come back from as a class of its own, once a person could free it", () => {
    expect(exceptionOf(stuck)).toBe("stuck");
    expect(violationsOf(stuck)).toEqual([]);
    expect(exceptionOf({ ...stuck, guest: "running" })).toBeUndefined();
    expect(exceptionOf({ ...stuck, restless: undefined })).toBeUndefined();
  });

  it.each(faults)("sees that a guest %s", (_what, evidence, said) => {
    expect(violationsOf(evidence).join("\n")).toMatch(said);
  });
});
