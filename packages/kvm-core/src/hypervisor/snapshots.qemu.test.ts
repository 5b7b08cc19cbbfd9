import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dieDuring } from "../testing/dying-agent.ts";
import { createQcow2Guest, writesIn } from "../testing/qcow2-guest.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const forcing = { force: true, timeoutSeconds: 30 };
const summaryOf = (host: TemporaryHost) => host.hypervisor.list()[0];
const heard = async (host: TemporaryHost) =>
  (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "");

/** Types `keys` and waits for `answer` behind all that was heard before. */
async function type(host: TemporaryHost, keys: string, answer = keys): Promise<void> {
  const before = (await heard(host)).length;
  host.hypervisor.console("web-1").write(Buffer.from(keys));
  await until(async () => (await heard(host)).slice(before).includes(answer));
}

async function running(overrides: Parameters<typeof createQcow2Guest>[2] = {}) {
  const host = await TemporaryHost.open();
  const files = await createQcow2Guest(host, "web-1", overrides);
  await host.hypervisor.start("web-1");
  await until(async () => (await heard(host)).includes("READY"));
  return Object.assign(host, files);
}

test("a running guest goes back in the midst of what it did, and its console's numbers go on", async () => {
  await using host = await running();
  await type(host, "W", "w");
  const taken = await host.hypervisor.snapshots.take("web-1", { name: "before" });
  expect(taken).toMatchObject({ name: "before", memory: true, complete: true });
  expect(taken.disks).toEqual([
    { disk: "root", present: true },
    { disk: "data", present: true },
  ]);
  expect(taken.memoryBytes).toBeGreaterThan(0);
  expect(summaryOf(host)).toMatchObject({ state: "running" });
  await type(host, "WW", "ww");
  const { seq } = host.hypervisor.console("web-1");
  await host.hypervisor.snapshots.revert("web-1", "before");
  expect(summaryOf(host)).toMatchObject({ state: "running" });
  // Its own count of writes is in its memory: after one before the snapshot this is the second, not the fourth.
  await type(host, "W", "w");
  expect(host.hypervisor.console("web-1").seq).toBeGreaterThan(seq);
  expect((await heard(host)).split("READY")).toHaveLength(2);
  await host.hypervisor.pause("web-1");
  await host.hypervisor.snapshots.revert("web-1", "before");
  expect(summaryOf(host)).toMatchObject({ state: "paused" });
  await host.hypervisor.resume("web-1");
  await type(host, "W", "w");
  await host.hypervisor.snapshots.delete("web-1", "before");
  expect(await host.hypervisor.snapshots.list("web-1")).toEqual([]);
  await host.hypervisor.stop("web-1", forcing);
  expect(await writesIn(host.root, "qcow2")).toBe(2);
});

test("a stopped instance gets the disks of a snapshot back and stays stopped, also when it holds memory", async () => {
  await using host = await running();
  const { snapshots } = host.hypervisor;
  await type(host, "W", "w");
  await snapshots.take("web-1", { name: "with-memory" });
  await snapshots.take("web-1", { name: "disks-only", memory: false });
  await expect(snapshots.revert("web-1", "disks-only")).rejects.toMatchObject({ code: "wrong_state" });
  await type(host, "WW", "ww");
  await host.hypervisor.stop("web-1", forcing);
  await snapshots.take("web-1", { name: "stopped" });
  const all = await snapshots.list("web-1");
  expect(all.map(({ name, memory }) => [name, memory])).toEqual([
    ["with-memory", true],
    ["disks-only", false],
    ["stopped", false],
  ]);
  await snapshots.revert("web-1", "with-memory");
  expect(summaryOf(host)).toMatchObject({ state: "stopped" });
  expect(await writesIn(host.root, "qcow2")).toBe(1);
  await snapshots.revert("web-1", "stopped");
  expect(await writesIn(host.root, "qcow2")).toBe(3);
  await snapshots.revert("web-1", "disks-only");
  expect(await writesIn(host.root, "qcow2")).toBe(1);
  await snapshots.delete("web-1", "disks-only");
  await host.hypervisor.start("web-1");
  await until(async () => (await heard(host)).split("READY").length === 3);
});

test("what cannot be a snapshot is refused with the disk, the name and the fix, and changes nothing", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("raw-1");
  const { snapshots } = host.hypervisor;
  await expect(snapshots.take("raw-1", { name: "first" })).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining("disk root is a raw image"),
    hint: expect.stringContaining("qemu-img convert -f raw -O qcow2"),
  });
  await host.createGuest("bare-1", "interactive", { disks: [] });
  await expect(snapshots.list("bare-1")).rejects.toMatchObject({ code: "unsupported" });
  const { data } = await createQcow2Guest(host, "web-1");
  await expect(snapshots.take("web-1", { name: "../x" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(snapshots.take("web-1", { name: "x".repeat(64) })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(snapshots.take("web-1", { name: "a", memory: true })).rejects.toMatchObject({
    code: "wrong_state",
  });
  await snapshots.take("web-1", { name: "first" });
  await expect(snapshots.take("web-1", { name: "first" })).rejects.toMatchObject({ code: "name_taken" });
  await expect(snapshots.revert("web-1", "second")).rejects.toMatchObject({ code: "not_found" });
  execFileSync("qemu-img", ["snapshot", "-d", "first", data]);
  expect(await snapshots.list("web-1")).toMatchObject([{ name: "first", complete: false }]);
  await expect(snapshots.revert("web-1", "first")).rejects.toMatchObject({
    code: "checks_refused",
    message: expect.stringContaining("disk data has no such snapshot"),
  });
  await snapshots.delete("web-1", "first");
  expect(await snapshots.list("web-1")).toEqual([]);
});

test("memory of another machine is refused; when QEMU cannot read it, the guest ends and boots from those disks", async () => {
  await using host = await running();
  const { hypervisor } = host;
  await type(host, "W", "w");
  await hypervisor.snapshots.take("web-1", { name: "small" });
  await hypervisor.stop("web-1", forcing);
  const { spec, uuid } = await hypervisor.get("web-1");
  await hypervisor.update("web-1", { ...spec, memoryMiB: 32 });
  await hypervisor.start("web-1");
  await until(async () => (await heard(host)).split("READY").length === 3);
  await type(host, "WW", "ww");
  await expect(hypervisor.snapshots.revert("web-1", "small")).rejects.toMatchObject({
    code: "checks_refused",
    message: expect.stringContaining("memoryMiB changed"),
  });
  await type(host, "still-here");
  // As on a host that a migration has brought it to: nothing is known of the machine, and QEMU decides.
  await rm(join(host.dir, "state", "instances", uuid, "snapshots", "small.json"));
  await expect(hypervisor.snapshots.revert("web-1", "small")).rejects.toMatchObject({
    code: "qemu_failed",
    where: "web-1 is stopped.",
  });
  expect(await host.qemuPids()).toEqual([]);
  await hypervisor.start("web-1");
  await until(async () => (await heard(host)).split("READY").length === 4);
  await hypervisor.stop("web-1", forcing);
  expect(await writesIn(host.root, "qcow2")).toBe(1);
});

test("an agent that is killed while it takes or reverts a snapshot leaves a guest that goes on", {
  timeout: 240_000,
}, async () => {
  await using host = await running();
  for (const [index, moment] of ["check done", "take running", "take done"].entries()) {
    await dieDuring(host, { verb: "take", instance: "web-1", input: { name: `snap${index}` }, moment });
    await until(() => summaryOf(host)?.state === "running");
    await type(host, `take${index}`);
  }
  await host.hypervisor.snapshots.take("web-1", { name: "last" });
  for (const [index, moment] of ["load running", "load done", "let run done"].entries()) {
    await dieDuring(host, { verb: "revert", instance: "web-1", input: { name: "last" }, moment });
    expect(summaryOf(host), moment).toMatchObject({ state: "running" });
    await type(host, `revert${index}`);
  }
  await host.hypervisor.stop("web-1", forcing);
  await dieDuring(host, {
    verb: "revert",
    instance: "web-1",
    input: { name: "last" },
    moment: "revert disks running",
  });
  expect(summaryOf(host)).toMatchObject({ state: "stopped" });
  await host.hypervisor.start("web-1");
  await until(async () => (await heard(host)).split("READY").length === 3);
});
