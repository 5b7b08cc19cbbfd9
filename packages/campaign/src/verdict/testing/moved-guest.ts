import type { Operation } from "@gantry/kvm-core/model";
import type { Evidence } from "../evidence.ts";

/** How both hosts list it. */
export const row = {
  name: "guest-1",
  uuid: "6a1e7c0e-0d3b-4b86-9d1c-2f0c6f1d9a11",
  host: "host-b",
  state: "running",
  cpus: 1,
  memoryMiB: 16,
  since: "2026-01-01T00:00:00.000Z",
} as const;
/** As its target has it. */
export const record = {
  uuid: row.uuid,
  owner: "host-b",
  incarnation: "bbbbbbbbbbbbbbbb",
  epoch: 2,
  state: "running",
  migration: null,
} as const;
/** Of its move. */
export const operation: Operation = {
  id: "0123456789abcdef",
  kind: "instance.migrate",
  host: "host-a",
  instance: row.name,
  actor: "campaign",
  status: "succeeded",
  createdAt: "2026-01-01T00:00:00.000Z",
  steps: [],
  mayCancel: false,
};

/** Its disk, which both hosts see. */
export const shared = { number: 0x101, isWhole: true };

/** A guest that moved from host-a to host-b without a fault. */
export const well: Evidence = {
  guest: "running",
  source: "a",
  restless: undefined,
  seen: [
    { host: "a", incarnation: "aaaaaaaa", spans: [{ from: 0, to: 100 }] },
    { host: "b", incarnation: "bbbbbbbb", spans: [{ from: 120, to: undefined }] },
  ],
  unallowed: [],
  allowed: [
    { host: "a", epoch: 1, incarnation: "aaaaaaaaaaaaaaaa", at: 0 },
    { host: "b", epoch: 2, incarnation: "bbbbbbbbbbbbbbbb", at: 119 },
  ],
  records: [{ host: "b", record }],
  rows: { a: row, b: row },
  holders: ["b"],
  processes: [{ pid: 1, host: "b" }],
  operation,
  console: "READY\r\n00FE\r\n00FF\r\n0100\r\n01",
  disks: { a: shared, b: shared },
  stuck: undefined,
  leftovers: [],
  mostPauseMs: 12_000,
  mayLose: false,
};
