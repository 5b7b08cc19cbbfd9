import type { AuditEntry, Operation } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { historyOf, passes } from "./history-entries.ts";

const operation: Operation = {
  id: "a",
  kind: "disk.resize",
  host: "host-a",
  instance: "web-1",
  part: "root",
  actor: "anna",
  status: "failed",
  createdAt: "2026-01-31T09:00:00.000Z",
  startedAt: "2026-01-31T09:00:00.000Z",
  endedAt: "2026-01-31T09:00:01.000Z",
  steps: [],
  mayCancel: false,
};
const call: AuditEntry = {
  id: 7,
  at: "2026-01-31T09:00:01.010Z",
  actor: "anna",
  role: "operator",
  from: "192.0.2.4",
  action: "disks.resize",
  subject: "web-1",
  host: "host-a",
  result: "ok",
};
const pause: AuditEntry = { ...call, id: 8, at: "2026-01-31T10:00:00.000Z", action: "instances.pause" };
const boot = { n: 1, at: "2026-01-31T08:00:00.000Z", from: 0, to: 9, oldest: 0 };

test("a call and the operation that it began are one event, with where it was asked from", () => {
  const entries = historyOf({ operations: [operation], audit: [call, pause], boots: [boot] });
  expect(entries.map(({ kind }) => kind)).toEqual(["change", "operation", "boot"]);
  expect(entries[1]).toMatchObject({ from: "192.0.2.4" });
});

test("a call of somebody else, of another verb or of another time stands by itself", () => {
  for (const other of [
    { ...call, actor: "ben" },
    { ...call, action: "disks.limit" },
    { ...call, at: "2026-01-31T09:01:00.000Z" },
  ]) {
    const entries = historyOf({ operations: [operation], audit: [other], boots: [] });
    expect(entries).toHaveLength(2);
    expect(entries.find(({ kind }) => kind === "operation")).toMatchObject({ from: undefined });
  }
});

test("filters leave what is of a kind, did not go well, or says a word", () => {
  const entries = historyOf({ operations: [operation], audit: [pause], boots: [boot] });
  const kept = (filter: { kind?: string; result?: string; find?: string }) =>
    entries
      .filter((entry) =>
        passes(entry, `words of ${entry.kind}`, { kind: undefined, result: undefined, find: "", ...filter }),
      )
      .map(({ kind }) => kind);
  expect(kept({ kind: "boot" })).toEqual(["boot"]);
  expect(kept({ result: "failed" })).toEqual(["operation"]);
  expect(kept({ find: "OF CHANGE" })).toEqual(["change"]);
  expect(kept({ kind: "migration" })).toEqual([]);
});
