import { expect, test } from "vitest";
import { TemporaryHost, until } from "../testing/temporary-host.ts";

const known = (column: readonly (number | null)[]) => column.filter((value) => value !== null);

test("a busy guest shows its CPU rising, a stopped one is a gap, and nothing is ever told as 0 that is not known", async () => {
  await using host = await TemporaryHost.open();
  const { hypervisor } = host;
  await host.createGuest("busy", "scribbler");
  await hypervisor.start("busy");
  await until(() => known(hypervisor.lastHour.ofInstance("busy").process.cpus).some((cpus) => cpus > 0.05));
  await until(() => known(hypervisor.lastHour.ofInstance("busy").disks.readBytes).length > 0);
  const running = hypervisor.lastHour.ofInstance("busy");
  expect(running).toMatchObject({ instance: "busy", host: "host-a", cpus: 1, memoryBytes: 16 * 1024 * 1024 });
  expect(running.process.residentBytes.at(-1)).toBeGreaterThan(1024 * 1024);
  expect(running.disks.balloonBytes.at(-1)).toBe(16 * 1024 * 1024);
  // Interfaces it has none: nothing is counted, which is not the same as nothing.
  expect(known(running.process.receivedBytes)).toEqual([]);

  await hypervisor.stop("busy", { force: true });
  await until(
    () => hypervisor.lastHour.ofInstance("busy", running.until).process.residentBytes.at(-1) === null,
  );
  const since = hypervisor.lastHour.ofInstance("busy", running.until);
  expect(since.process.at.every((at) => at > running.until)).toBe(true);
  expect(since.process.cpus.at(-1)).toBe(null);
});

test("what a guest writes to its disk is a rate that rises and falls", async () => {
  await using host = await TemporaryHost.open();
  const { hypervisor } = host;
  await host.createGuest("web-1");
  await hypervisor.start("web-1");
  const written = () => known(hypervisor.lastHour.ofInstance("web-1").disks.writtenBytes);
  await until(() => {
    hypervisor.console("web-1").write(Buffer.from("W"));
    return written().some((bytes) => bytes > 0);
  });
  await until(() => written().at(-1) === 0);
});

test("the hour of the host is kept from the moment it is opened, and begins anew with the next agent", async () => {
  await using host = await TemporaryHost.open();
  await until(() => host.hypervisor.lastHour.ofHost().cpusBusy.some((busy) => busy !== null && busy > 0));
  const { at, memoryUsedBytes, memoryBytes, from } = host.hypervisor.lastHour.ofHost();
  expect(at[0]).toBeGreaterThanOrEqual(from);
  expect(memoryUsedBytes.at(-1)).toBeLessThan(memoryBytes);
  await host.reopen();
  expect(host.hypervisor.lastHour.ofHost().from).toBeGreaterThan(at.at(-1) ?? 0);
});

test("a guest that runs on while the agent is restarted is measured by the next agent", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await host.reopen();
  await until(() => known(host.hypervisor.lastHour.ofInstance("web-1").process.cpus).length > 0);
});

test("what every instance uses is told from memory, and of one that has no process nothing is", async () => {
  await using host = await TemporaryHost.open();
  const { hypervisor } = host;
  await host.createGuest("busy", "scribbler");
  await host.createGuest("idle");
  expect(hypervisor.lastHour.usage()).toEqual([]);
  await hypervisor.start("busy");
  await until(() => (hypervisor.lastHour.usage()[0]?.cpusBusy ?? 0) > 0.05);
  const [row, ...others] = hypervisor.lastHour.usage();
  expect(others).toEqual([]);
  expect(row).toMatchObject({ name: "busy", host: "host-a", guestAgent: false });
  expect(row?.residentBytes).toBeGreaterThan(1024 * 1024);
  expect(row).not.toHaveProperty("addresses");
  expect(row).not.toHaveProperty("receivedBytes");
  expect(row?.startedAt).toBe((await hypervisor.get("busy")).runtime?.startedAt);
  await hypervisor.stop("busy", { force: true });
  expect(hypervisor.lastHour.usage()).toEqual([]);
});
