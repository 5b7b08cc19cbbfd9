import { expect, test } from "vitest";
import { ownInterfaces, readHostUsage, readNetDev, trafficOf } from "./read-usage.ts";

test("the host's own counters are read, and go up", () => {
  const before = readHostUsage();
  expect(before?.cpus).toBeGreaterThan(0);
  expect(before?.memoryUsedBytes).toBeGreaterThan(0);
  expect(before?.memoryUsedBytes).toBeLessThan(before?.memoryTotalBytes ?? 0);
  for (let now = before; now?.cpuBusySeconds === before?.cpuBusySeconds; ) now = readHostUsage();
  expect(readHostUsage()?.cpuBusySeconds).toBeGreaterThan(before?.cpuBusySeconds ?? 0);
});

test("bytes are counted of the named interfaces only", () => {
  const netDev = [
    "Inter-|   Receive                                                |  Transmit",
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed",
    "    lo:  999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0",
    "  eth0: 1000 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0",
    "eth1:30 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0",
    "",
  ].join("\n");
  expect(trafficOf(netDev, ["eth0", "eth1"])).toEqual({ receivedBytes: 1030, sentBytes: 204 });
  expect(trafficOf(netDev, [])).toEqual({ receivedBytes: 0, sentBytes: 0 });
});

test("loopback is none of the host's own interfaces, and each of them is counted by the kernel", () => {
  expect(ownInterfaces()).not.toContain("lo");
  for (const name of ownInterfaces()) expect(readNetDev()).toContain(`${name}:`);
});
