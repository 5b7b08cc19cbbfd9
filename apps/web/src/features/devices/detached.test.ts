import { instanceSpecSchema, type Operation } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { lastDetached } from "./detached.ts";

const disk = { name: "data", source: { file: "/srv/images/data.qcow2" }, limits: { bytesPerSecond: 1000 } };
const nic = { mac: "52:54:00:00:00:01", network: { bridge: "br0" } };
const spec = (more: object = {}) => instanceSpecSchema.parse({ name: "web-1", memoryMiB: 128, ...more });

function operation(about: Pick<Operation, "kind"> & Partial<Operation>): Operation {
  return {
    id: about.kind,
    host: "host-a",
    instance: "web-1",
    actor: "admin",
    status: "succeeded",
    createdAt: "2026-01-01T00:00:00Z",
    steps: [],
    mayCancel: false,
    ...about,
  };
}
const ofDisk = operation({ kind: "disk.detach", result: { disk } });
const ofNic = operation({ kind: "nic.detach", result: { nic } });

test("what was detached last can be attached as it was", () => {
  const operations = [ofNic, ofDisk, operation({ kind: "disk.detach", result: { disk: { name: "older" } } })];
  expect(lastDetached("disk", spec(), operations)).toMatchObject({
    name: "data",
    attach: { instance: "web-1", disk },
  });
  expect(lastDetached("nic", spec(), operations)).toMatchObject({
    name: nic.mac,
    attach: { instance: "web-1", nic },
  });
});

test("it is offered no more once it is back, or something was attached or is under way", () => {
  expect(lastDetached("disk", spec({ disks: [disk] }), [ofDisk])).toBeUndefined();
  expect(lastDetached("nic", spec({ nics: [nic] }), [ofNic])).toBeUndefined();
  expect(lastDetached("disk", spec(), [operation({ kind: "disk.attach" }), ofDisk])).toBeUndefined();
  const underWay = operation({ kind: "disk.attach", status: "running" });
  expect(lastDetached("disk", spec(), [underWay, ofDisk])).toBeUndefined();
  expect(lastDetached("disk", spec(), [operation({ kind: "disk.detach" })])).toBeUndefined();
  expect(lastDetached("disk", spec(), [operation({ ...ofDisk, instance: "other" })])).toBeUndefined();
});

test("it is still offered after an attempt that failed", () => {
  const failed = operation({ kind: "disk.attach", status: "failed" });
  expect(lastDetached("disk", spec(), [failed, ofDisk])).toMatchObject({ name: "data" });
});
