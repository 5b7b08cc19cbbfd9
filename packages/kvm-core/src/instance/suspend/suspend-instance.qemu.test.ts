import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSavedMemory, writeSavedMemory, Layout } from "../../state-dir/index.ts";
import { dieDuring } from "../../testing/dying-agent.ts";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";
import { silentContext } from "../operation-context.ts";

const forcing = { force: true, timeoutSeconds: 30 };
const summaryOf = (host: TemporaryHost) => host.hypervisor.list()[0];

async function fileOf(host: TemporaryHost, name: string): Promise<string> {
  const { uuid } = await host.hypervisor.get("web-1");
  return join(host.dir, "state", "instances", uuid, name);
}

async function runningGuest(): Promise<TemporaryHost> {
  const host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  return host;
}

/** Types a word that was not typed before and waits for its echo: this guest, and not one that booted anew, runs. */
async function expectTheSameGuest(host: TemporaryHost, word: string): Promise<void> {
  expect(summaryOf(host)).toMatchObject({ state: "running" });
  host.hypervisor.console("web-1").write(Buffer.from(word));
  await until(async () => (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "").includes(word));
  expect((await consoleText(host.hypervisor, "web-1")).split("READY")).toHaveLength(2);
  expect(await host.qemuPids()).toHaveLength(1);
  // A guest that runs and a memory that could be restored over its disks never exist together.
  await expect(stat(await fileOf(host, "suspend.json"))).rejects.toMatchObject({ code: "ENOENT" });
  await expect(stat(await fileOf(host, "memory"))).rejects.toMatchObject({ code: "ENOENT" });
}

test("a suspended guest has no process, survives the agent, and goes on where it was without booting", async () => {
  await using host = await runningGuest();
  const before = host.hypervisor.console("web-1").seq;
  await host.hypervisor.suspend("web-1");
  expect(summaryOf(host)).toMatchObject({ state: "suspended" });
  expect(await host.qemuPids()).toEqual([]);
  expect((await stat(await fileOf(host, "memory"))).mode & 0o777).toBe(0o600);
  const { spec } = await host.hypervisor.get("web-1");
  const wrong = { code: "wrong_state" };
  await expect(host.hypervisor.update("web-1", { ...spec, memoryMiB: 32 })).rejects.toMatchObject(wrong);
  await expect(host.hypervisor.pause("web-1")).rejects.toMatchObject(wrong);
  await expect(host.hypervisor.suspend("web-1")).rejects.toMatchObject(wrong);
  await host.reopen();
  expect(summaryOf(host)).toMatchObject({ state: "suspended" });
  await host.hypervisor.start("web-1");
  await expectTheSameGuest(host, "hello");
  expect(host.hypervisor.console("web-1").seq).toBeGreaterThan(before);
});

test("an agent that is killed at any step of a suspend leaves a guest that goes on, once", {
  timeout: 240_000,
}, async () => {
  await using host = await runningGuest();
  const moments = [
    ["pause running", "running"],
    ["pause done", "running"],
    ["save memory done", "running"],
    ["commit done", "suspended"],
    ["end QEMU done", "suspended"],
  ] as const;
  for (const [index, [moment, state]] of moments.entries()) {
    await dieDuring(host, { verb: "suspend", instance: "web-1", moment });
    expect(summaryOf(host), moment).toMatchObject({ state });
    expect(await host.qemuPids(), moment).toHaveLength(state === "running" ? 1 : 0);
    if (state === "suspended") await host.hypervisor.start("web-1");
    await expectTheSameGuest(host, `word${index}`);
  }
});

test("an agent that is killed at any step of a restore leaves a guest that goes on, once", {
  timeout: 240_000,
}, async () => {
  await using host = await runningGuest();
  const moments = [
    ["check done", "suspended"],
    ["record done", "suspended"],
    ["read memory done", "suspended"],
    ["hand over done", "running"],
    ["run done", "running"],
    ["remove memory file done", "running"],
  ] as const;
  for (const [index, [moment, state]] of moments.entries()) {
    await host.hypervisor.suspend("web-1");
    await dieDuring(host, { verb: "start", instance: "web-1", moment });
    expect(summaryOf(host), moment).toMatchObject({ state });
    if (state === "suspended") await host.hypervisor.start("web-1");
    await expectTheSameGuest(host, `word${index}`);
  }
});

test("a QEMU that dies with its agent has taken the guest along only if the guest may have run in it", {
  timeout: 240_000,
}, async () => {
  await using host = await runningGuest();
  const killAll = async () => {
    for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
    await until(async () => (await host.qemuPids()).length === 0);
  };
  await host.hypervisor.suspend("web-1");
  await dieDuring(host, { verb: "start", instance: "web-1", moment: "hand over done", afterwards: killAll });
  expect(summaryOf(host)).toMatchObject({ state: "suspended" });
  await dieDuring(host, { verb: "start", instance: "web-1", moment: "run done", afterwards: killAll });
  expect(summaryOf(host)).toMatchObject({ state: "crashed" });
  await expect(stat(await fileOf(host, "memory"))).rejects.toMatchObject({ code: "ENOENT" });
  await host.hypervisor.start("web-1");
  await dieDuring(host, {
    verb: "suspend",
    instance: "web-1",
    moment: "save memory done",
    afterwards: killAll,
  });
  expect(summaryOf(host)).toMatchObject({ state: "crashed" });
});

test("memory is not restored over a disk that somebody has written to since; force stop discards it", async () => {
  await using host = await runningGuest();
  await host.hypervisor.suspend("web-1");
  const disk = await open(join(host.dir, "disks", "web-1.img"), "r+");
  await disk.write(Buffer.from("x"), 0, 1, 4096);
  await disk.close();
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject({
    code: "checks_refused",
    message: expect.stringContaining("wrote to its disk root"),
    where: "web-1 is suspended on host-a.",
  });
  expect(summaryOf(host)).toMatchObject({ state: "suspended" });
  await host.hypervisor.stop("web-1", forcing);
  expect(summaryOf(host)).toMatchObject({ state: "stopped" });
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).split("READY").length === 3);
});

test("a memory file that is damaged is refused and kept, and a guest in a file can be run by no other process", async () => {
  await using host = await runningGuest();
  await host.hypervisor.suspend("web-1");
  const memory = await fileOf(host, "memory");
  const flip = async () => {
    await using file = await open(memory, "r+");
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 3);
    buffer[0] = (buffer[0] ?? 0) ^ 0xff;
    await file.write(buffer, 0, 1, size - 3);
  };
  await flip();
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject({
    code: expect.stringMatching(/^(state_damaged|qemu_failed)$/),
    where: "web-1 is suspended on host-a.",
  });
  expect(summaryOf(host)).toMatchObject({ state: "suspended" });
  expect(await host.qemuPids()).toEqual([]);
  await flip();
  const layout = new Layout(host.config);
  const { uuid } = await host.hypervisor.get("web-1");
  const record = await readSavedMemory(layout, uuid);
  await host.hypervisor.start("web-1");
  await expectTheSameGuest(host, "hello");
  await host.hypervisor.pause("web-1");
  if (record !== undefined) await writeSavedMemory(layout, uuid, record);
  await expect(host.hypervisor.resume("web-1")).rejects.toMatchObject({ code: "ownership_refused" });
  expect(summaryOf(host)).toMatchObject({ state: "paused" });
});

test("a suspend that fails or is cancelled leaves the guest running, and a paused one paused", async () => {
  await using host = await runningGuest();
  const inTheWay = await fileOf(host, "memory");
  await mkdir(join(inTheWay, "something"), { recursive: true });
  await expect(host.hypervisor.suspend("web-1")).rejects.toThrow();
  await rm(inTheWay, { recursive: true });
  await expectTheSameGuest(host, "first");
  const context = { ...silentContext(), signal: AbortSignal.abort() };
  await expect(host.hypervisor.suspend("web-1", context)).rejects.toMatchObject({ code: "cancelled" });
  await expectTheSameGuest(host, "second");
  await host.hypervisor.pause("web-1");
  await expect(host.hypervisor.suspend("web-1", context)).rejects.toMatchObject({ code: "cancelled" });
  expect(summaryOf(host)).toMatchObject({ state: "paused" });
  expect(await readFile(await fileOf(host, "journal"), "utf8")).not.toBe("");
});
