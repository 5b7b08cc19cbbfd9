import { expect, test } from "vitest";
import { GantryError } from "../../model/error.ts";
import { type CheckCode, migrationOptionsSchema } from "../../model/migration.ts";
import { deviceAdd, deviceDel, objectAdd, QmpConnection } from "../../qmp/index.ts";
import { LocalPeer } from "../../testing/local-peer.ts";
import { TemporaryHost } from "../../testing/temporary-host.ts";
import { passthrough } from "./source-checks.ts";

const options = migrationOptionsSchema.parse({});

/** Two hosts, a guest that runs on the first, and what a plan to move it says to a code. */
async function planned(stack: AsyncDisposableStack) {
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const plan = () => a.hypervisor.planMigration("web-1", toB, options);
  const told = async (code: CheckCode) => (await plan()).checks.find((check) => check.code === code);
  return { a, toB, plan, told };
}

test("a plan of a guest that can move has no fault, and a forecast of what was measured", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, toB, plan } = await planned(stack);
  const { blocked, checks, forecast } = await plan();
  expect(checks.filter(({ level }) => level !== "pass")).toEqual([]);
  expect(blocked).toBe(false);
  expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length);
  expect(forecast).toMatchObject({ finishes: "yes", linkBytesPerSecond: 1e9, dirtyBytesPerSecond: 0 });
  // And the result has it beside what was measured.
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).forecast).toEqual(forecast);
});

test("a plan says that a guest does not run, that the target is away, of another version, or out of a stream's reach", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, toB, plan, told } = await planned(stack);
  toB.broken.add("measureLink");
  expect(await told("port_unreachable")).toMatchObject({
    level: "fail",
    fix: expect.stringContaining("upgrades"),
  });
  toB.broken.add("check");
  expect(await told("host_offline")).toMatchObject({ level: "fail", evidence: "host-b does not answer." });
  toB.check = () =>
    Promise.reject(new GantryError("invalid_input", { message: "Unknown field.", hint: "Leave it." }));
  expect(await told("agent_version")).toMatchObject({ level: "fail", evidence: "Unknown field." });
  expect((await plan()).blocked).toBe(true);
  await a.hypervisor.stop("web-1", { force: true });
  expect(await told("wrong_state")).toMatchObject({ level: "fail", evidence: "stopped" });
});

test("a device that somebody plugged in behind our back is found, and what QEMU itself refuses to move", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, told } = await planned(stack);
  const { runtime } = await a.hypervisor.get("web-1");
  const monitor = stack.use(await QmpConnection.open({ path: runtime?.rescueMonitor ?? "" }));
  expect(await told("device_not_in_spec")).toMatchObject({ level: "pass" });
  await objectAdd(monitor, { "qom-type": "memory-backend-ram", id: "shared", size: 1_048_576, share: true });
  await deviceAdd(monitor, { driver: "ivshmem-plain", id: "stranger", memdev: "shared", bus: "port-disk-3" });
  expect(await told("device_not_in_spec")).toMatchObject({
    level: "fail",
    evidence: "stranger (ivshmem-plain)",
    fix: expect.stringContaining("device_del stranger"),
  });
  expect(await told("blocked_by_qemu")).toMatchObject({
    level: "fail",
    message: expect.stringContaining("ivshmem"),
  });
  await deviceDel(monitor, "stranger");
});

test("a device of the host that is handed to the guest keeps it from moving", () => {
  expect(passthrough([{ id: "gpu", driver: "vfio-pci" }])).toMatchObject({
    level: "fail",
    evidence: "gpu (vfio-pci)",
    fix: "Unplug it first.",
  });
  expect(passthrough([{ id: "card", driver: "virtio-net-pci" }]).level).toBe("pass");
});
