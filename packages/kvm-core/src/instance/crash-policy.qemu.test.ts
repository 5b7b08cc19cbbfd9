import { rename } from "node:fs/promises";
import { expect, test } from "vitest";
import type { InstanceSpecInput } from "../model/spec.ts";
import { Layout, readInstances, writeInstance } from "../state-dir/index.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const rowOf = (host: TemporaryHost) => host.hypervisor.list()[0] ?? expect.fail("nothing is listed");
const boots = async (host: TemporaryHost) =>
  (await consoleText(host.hypervisor, "web-1")).split("READY").length - 1;

async function runningAgain(overrides: Partial<InstanceSpecInput> = {}): Promise<TemporaryHost> {
  const host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { onCrash: "restart", ...overrides });
  await host.hypervisor.start("web-1");
  await until(async () => (await boots(host)) === 1);
  return host;
}

async function kill(host: TemporaryHost): Promise<void> {
  for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
}

/** Changes what is kept of crashes, as if they had happened, while no agent runs. */
async function remember(
  host: TemporaryHost,
  crashes: { count: number; nextAt: string | null },
): Promise<void> {
  const { stateDir, runDir, logDir } = host.config;
  const layout = new Layout({ stateDir, runDir, logDir });
  const [stored] = (await readInstances(layout)).instances;
  if (stored !== undefined) await writeInstance(layout, { ...stored, crashes });
}

test("a guest that crashes is started again when its reason said so, also by the next agent", async () => {
  await using host = await runningAgain();
  await kill(host);
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toMatch(/^QEMU was killed .* It is started again at .*Z \(restart 1 of 8\)\.$/);
  await host.reopen();
  expect(rowOf(host).reason).toContain("(restart 1 of 8)");
  await until(() => rowOf(host).state === "running");
  await until(async () => (await boots(host)) === 2);
  await kill(host);
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toContain("(restart 2 of 8)");
});

test("a guest whose host's clock was put back by years is started again no later for it", async () => {
  await using host = await runningAgain();
  await host.away(() => remember(host, { count: 8, nextAt: null }));
  await kill(host);
  await until(() => rowOf(host).state === "crashed");
  await host.away(() => remember(host, { count: 1, nextAt: "2199-01-01T00:00:00.000Z" }));
  await until(() => rowOf(host).state === "running");
  await until(async () => (await boots(host)) === 2);
});

test("a guest that crashes too often stays down and says so, until it is started by hand", async () => {
  await using host = await runningAgain();
  await host.away(() => remember(host, { count: 8, nextAt: null }));
  await kill(host);
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toContain("now it stays down");
  await host.hypervisor.start("web-1");
  await kill(host);
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toContain("(restart 1 of 8)");
});

test("a forced stop ends the wait for a restart, for the next agent too", async () => {
  await using host = await runningAgain();
  await kill(host);
  await until(() => rowOf(host).state === "crashed");
  await host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 30 });
  expect(rowOf(host)).toMatchObject({ state: "stopped", reason: "Stopped after a crash." });
  await host.reopen();
  expect(rowOf(host)).toMatchObject({ state: "stopped", reason: "Stopped after a crash." });
});

test("a crash while the guest is asked to stop ends the stop, and nothing is started again", async () => {
  await using host = await runningAgain();
  // After H, which comes right behind the letter that is echoed, it ignores the power button.
  host.hypervisor.console("web-1").write(Buffer.from("kH"));
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("k"));
  const stopped = host.hypervisor.stop("web-1", { force: false, timeoutSeconds: 30 });
  await until(() => rowOf(host).state === "stopping");
  await kill(host);
  await stopped;
  expect(rowOf(host)).toMatchObject({
    state: "crashed",
    reason: "QEMU was killed by signal 9 (SIGKILL). It was being stopped, and stays down.",
  });
});

test("a guest that panics is reset when it is to be restarted, and kept for inspection otherwise", async () => {
  await using host = await runningAgain();
  const pids = await host.qemuPids();
  host.hypervisor.console("web-1").write(Buffer.from("P"));
  await until(() => rowOf(host).state === "panicked");
  expect(rowOf(host).reason).toMatch(/reported a panic\. It is started again at .* \(restart 1 of 8\)\.$/);
  await until(async () => (await boots(host)) === 2);
  await until(() => rowOf(host).state === "running");
  expect(await host.qemuPids()).toEqual(pids);

  await host.createGuest("kept");
  await host.hypervisor.start("kept");
  await until(async () => (await consoleText(host.hypervisor, "kept")).includes("READY"));
  host.hypervisor.console("kept").write(Buffer.from("P"));
  const kept = () => host.hypervisor.list().find(({ name }) => name === "kept");
  await until(() => kept()?.state === "panicked");
  expect(kept()?.reason).toBe("The guest's kernel reported a panic.");
});

test("a restart that fails is tried again later", async () => {
  await using host = await runningAgain();
  const taken = await host.hypervisor.get("web-1");
  const file = taken.spec.disks[0]?.source;
  const path = file !== undefined && "file" in file ? file.file : expect.fail("no disk file");
  await rename(path, `${path}.away`);
  await kill(host);
  await until(() => rowOf(host).reason?.includes("(restart 2 of 8)") === true);
  expect(rowOf(host)).toMatchObject({ state: "crashed" });
  expect(rowOf(host).reason).toContain("It could not be started again: ");
  await rename(`${path}.away`, path);
  await until(() => rowOf(host).state === "running");
});
