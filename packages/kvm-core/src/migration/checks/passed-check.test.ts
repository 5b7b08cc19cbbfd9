import { expect, test } from "vitest";
import type { Check } from "../../model/migration.ts";
import { migrationOptionsSchema } from "../../model/migration.ts";
import type { PrepareRequest } from "../../model/migration-peer.ts";
import { instanceSpecSchema } from "../../model/spec.ts";
import { PassedCheck } from "./passed-check.ts";

const request: PrepareRequest = {
  migrationId: "0123456789abcdef",
  protocol: 2,
  source: "host-a",
  targetIncarnation: "0123456789abcdef",
  uuid: "1c1a0b0e-6c2c-4c0f-9a55-0a8f1b6c7d11",
  spec: instanceSpecSchema.parse({ name: "web-1", memoryMiB: 16 }),
  machine: { machineType: "pc-q35-7.2", cpuModel: "qemu64", accelerator: "tcg" },
  qemuVersion: "7.2.0",
  options: migrationOptionsSchema.parse({}),
  fileIdentities: {},
  images: {},
  bridgeMtus: {},
  machineSeen: [],
  sharedStore: false,
  sentAt: "2026-11-26T12:00:00.000Z",
};
const passed: Check = { code: "memory_short", level: "pass", message: "", evidence: "" };

test("a request that has just passed every check is not checked again; another, a failed and an old one are", () => {
  let clock = 0;
  const check = new PassedCheck(() => clock);
  expect(check.covers(request)).toBe(false);
  check.note(request, [passed, { ...passed, level: "fail" }]);
  expect(check.covers(request)).toBe(false);
  check.note(request, [passed, { ...passed, level: "warn" }]);
  expect(check.covers(structuredClone(request))).toBe(true);
  expect(check.covers({ ...request, spec: { ...request.spec, memoryMiB: 32 } })).toBe(false);
  clock += 1001;
  expect(check.covers(request)).toBe(false);
});
