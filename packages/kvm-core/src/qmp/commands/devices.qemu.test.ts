import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TestQemu } from "../../testing/test-qemu.ts";
import { QmpConnection } from "../connection.ts";
import {
  balloon,
  blockdevAdd,
  blockdevCloseTray,
  blockdevDel,
  blockdevInsertMedium,
  blockdevOpenTray,
  blockdevRemoveMedium,
  cont,
  deviceAdd,
  deviceDel,
  eject,
  netdevAdd,
  netdevDel,
  objectAdd,
  objectDel,
  qomGet,
  qomList,
  qomSet,
  queryBalloon,
  queryBlock,
  queryGuestMemory,
  setGuestMemoryInterval,
  setLink,
  unplugDevice,
} from "./index.ts";
import { capturing } from "./testing/capturing.ts";

/** A machine with a place to plug things in, a CD drive and a balloon, and its monitor. */
async function machineWithPlaces() {
  await using scope = new AsyncDisposableStack();
  const devices = ["pcie-root-port,id=place,chassis=1", "qemu-xhci,id=usb", "ide-cd,id=disk-cd"];
  const all = [...devices, "virtio-balloon-pci,id=balloon"].flatMap((device) => ["-device", device]);
  const qemu = scope.use(await TestQemu.start(() => ["-machine", "q35", "-m", "64", ...all]));
  const monitor = scope.use(await QmpConnection.open({ path: qemu.monitorPath }));
  const owned = scope.move();
  return { monitor, directory: qemu.directory, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

describe("The verbs on devices, told to a real QEMU,", () => {
  test("plug a device in and out, and wait until QEMU says it is gone", async () => {
    await using machine = await machineWithPlaces();
    const { monitor } = machine;
    const ids = async () => (await qomList(monitor, "/machine/peripheral")).map(({ name }) => name);
    await deviceAdd(monitor, { driver: "usb-tablet", id: "tablet", bus: "usb.0" });
    expect(await ids()).toContain("tablet");
    // USB asks no guest. Plugged out while somebody listens already, the event is not missed.
    await unplugDevice(monitor, "tablet");
    expect(await ids()).not.toContain("tablet");
    await expect(unplugDevice(monitor, "tablet")).rejects.toMatchObject({
      code: "monitor_failed",
      details: { qmpClass: "DeviceNotFound" },
    });
    await expect(deviceDel(monitor, "balloon")).rejects.toMatchObject({ code: "monitor_failed" });
  });

  test("say that the guest holds on when nobody inside lets go, as often as they are asked", async () => {
    await using machine = await machineWithPlaces();
    const { monitor } = machine;
    await cont(monitor);
    await netdevAdd(monitor, { type: "user", id: "net0", restrict: true });
    await deviceAdd(monitor, { driver: "virtio-net-pci", id: "nic0", netdev: "net0", bus: "place" });
    await setLink(monitor, { name: "nic0", up: false });
    await setLink(monitor, { name: "nic0", up: true });
    for (const _attempt of [1, 2]) {
      await expect(unplugDevice(monitor, "nic0", { timeoutMs: 50 })).rejects.toMatchObject({
        code: "timed_out",
        message: "The guest has not let go of nic0 within 50 ms.",
      });
    }
    const limit = new AbortController();
    const waiting = unplugDevice(monitor, "nic0", { signal: limit.signal });
    limit.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    await netdevAdd(monitor, { type: "user", id: "net1" });
    await netdevDel(monitor, "net1");
  });

  test("make objects, change what they may, and remove them", async () => {
    await using machine = await machineWithPlaces();
    const { monitor } = machine;
    await objectAdd(monitor, { "qom-type": "throttle-group", id: "limits", limits: { "iops-total": 100 } });
    const limits = { path: "/objects/limits", property: "limits" };
    await qomSet(monitor, limits, { "iops-total": 7 });
    expect(await qomGet(monitor, limits)).toMatchObject({ "iops-total": 7 });
    await objectDel(monitor, "limits");
    await expect(qomGet(monitor, limits)).rejects.toMatchObject({
      details: { qmpClass: "DeviceNotFound" },
    });
  });

  test("change the medium of a CD drive", async () => {
    await using machine = await machineWithPlaces();
    const { monitor, directory } = machine;
    const medium = { driver: "null-co", "node-name": "medium", size: 1024 * 1024, "read-only": true };
    await blockdevAdd(monitor, medium);
    const drive = async () => (await queryBlock(monitor))[0];
    await blockdevOpenTray(monitor, { id: "disk-cd" });
    expect(await drive()).toMatchObject({ trayOpen: true, inserted: undefined });
    await blockdevInsertMedium(monitor, { id: "disk-cd", nodeName: "medium" });
    await blockdevCloseTray(monitor, "disk-cd");
    const [shut] = await queryBlock(capturing(monitor, directory, "query-block-cd"));
    expect(shut).toMatchObject({ removable: true, trayOpen: false, inserted: { nodeName: "medium" } });
    await eject(monitor, { id: "disk-cd" });
    expect(await drive()).toMatchObject({ trayOpen: true, inserted: undefined });
    await blockdevInsertMedium(monitor, { id: "disk-cd", nodeName: "medium" });
    await blockdevRemoveMedium(monitor, "disk-cd");
    await blockdevDel(monitor, "medium");
  });

  test("ask the balloon, also one that no guest answers", async () => {
    await using machine = await machineWithPlaces();
    const { monitor, directory } = machine;
    await setGuestMemoryInterval(monitor, { device: "balloon", seconds: 1 });
    await balloon(monitor, 32 * 1024 * 1024);
    expect(await queryBalloon(capturing(monitor, directory))).toBe(64 * 1024 * 1024);
    const memory = await queryGuestMemory(capturing(monitor, directory, "guest-stats-silent"), "balloon");
    expect(memory).toEqual({
      ...{ at: undefined, totalBytes: undefined, freeBytes: undefined, availableBytes: undefined },
      ...{ cacheBytes: undefined, swappedInBytes: undefined, swappedOutBytes: undefined },
    });
  });

  test("hand QEMU's refusal on when there is no balloon", async () => {
    await using qemu = await TestQemu.start(() => ["-machine", "q35", "-m", "16"]);
    await using monitor = await QmpConnection.open({ path: join(qemu.directory, "monitor") });
    await expect(queryBalloon(monitor)).rejects.toMatchObject({ details: { qmpClass: "DeviceNotActive" } });
  });
});
