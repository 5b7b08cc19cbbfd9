import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { QmpConnection, queryStatus, systemPowerdown } from "../qmp/index.ts";
import {
  Layout,
  noteEnding,
  readEnding,
  readInstances,
  readRuntime,
  writeInstance,
  writeRuntime,
} from "../state-dir/index.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const rowOf = (host: TemporaryHost) => host.hypervisor.list()[0] ?? expect.fail("nothing is listed");
const layoutOf = ({ config: { stateDir, runDir, logDir } }: TemporaryHost) =>
  new Layout({ stateDir, runDir, logDir });

async function storedOf(host: TemporaryHost) {
  const [stored] = (await readInstances(layoutOf(host))).instances;
  return stored ?? expect.fail("no instance is kept");
}

async function runtimeOf(host: TemporaryHost) {
  const runtime = await readRuntime(layoutOf(host), (await storedOf(host)).uuid);
  return runtime ?? expect.fail("no process is recorded");
}

/** What the next agent would find. */
const noted = async (host: TemporaryHost) => await readEnding(layoutOf(host), await runtimeOf(host));

/** Resolves when there is something to be found, or nothing to be found it of any more. */
async function untilNoted(host: TemporaryHost): Promise<void> {
  const { uuid } = await runtimeOf(host);
  await until(async () => {
    const runtime = await readRuntime(layoutOf(host), uuid);
    return runtime === undefined || (await readEnding(layoutOf(host), runtime)) !== undefined;
  });
}

async function running(): Promise<TemporaryHost> {
  const host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { onCrash: "restart", autostart: true });
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  return host;
}

/** The guest does nothing any more, and hears nothing. */
async function deafen(host: TemporaryHost): Promise<void> {
  // After H, which comes right behind the letter that is echoed.
  host.hypervisor.console("web-1").write(Buffer.from("kH"));
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("k"));
}

async function signal(host: TemporaryHost, name: NodeJS.Signals): Promise<void> {
  process.kill((await runtimeOf(host)).process.pid, name);
}

/** The boot that it ran until the end of is over. */
async function endYesterday(host: TemporaryHost): Promise<void> {
  const stored = await storedOf(host);
  const lastExit = stored.lastExit ?? expect.fail("nothing is known of its end");
  expect(lastExit.ranUntilEndOf).toBeDefined();
  await writeInstance(layoutOf(host), {
    ...stored,
    lastExit: { ...lastExit, ranUntilEndOf: "of-yesterday" },
  });
}

const gone = (host: TemporaryHost) => until(async () => (await host.qemuPids()).length === 0);

test("a forced stop whose agent died before its end was written down is told as one, and nothing is started again", async () => {
  await using host = await running();
  // It ends only when it is killed: its agent is gone before it could write that down.
  await signal(host, "SIGSTOP");
  host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 30 }).catch(() => undefined);
  await untilNoted(host);
  await host.away(() => gone(host));
  expect(rowOf(host)).toMatchObject({ state: "stopped", reason: "Force stopped." });
});

test("an end that was written down before its agent died is that of its process, whatever the clock said meanwhile", async () => {
  await using host = await running();
  const end = { state: "stopped", reason: "Force stopped." } as const;
  const { incarnation } = await runtimeOf(host);
  await host.away(async () => {
    // The clock was put back while the guest ran.
    const lastExit = { ...end, at: "2001-01-01T00:00:00.000Z", incarnation };
    await writeInstance(layoutOf(host), { ...(await storedOf(host)), lastExit });
    await signal(host, "SIGKILL");
    await gone(host);
  });
  expect(rowOf(host)).toMatchObject(end);
  await host.hypervisor.start("web-1");
  await host.away(async () => {
    // And before this one started: that of the former process seems to be later than its start.
    const lastExit = { ...end, at: "2199-01-01T00:00:00.000Z", incarnation };
    await writeInstance(layoutOf(host), { ...(await storedOf(host)), lastExit });
    await signal(host, "SIGKILL");
    await gone(host);
  });
  expect(rowOf(host)).toMatchObject({ state: "crashed" });
});

test("a guest that crashes while it is asked to stop stays down, also when its agent died meanwhile", async () => {
  await using host = await running();
  await deafen(host);
  host.hypervisor.stop("web-1", { force: false, timeoutSeconds: 30 }).catch(() => undefined);
  await untilNoted(host);
  await host.away(async () => {
    await signal(host, "SIGKILL");
    await gone(host);
  });
  expect(rowOf(host)).toMatchObject({ state: "crashed" });
  expect(rowOf(host).reason).toMatch(/It was being stopped, and stays down\.$/);
});

test("a guest that shut down for its host's sake while no agent ran is started when the host is back", async () => {
  await using host = await running();
  await signal(host, "SIGSTOP");
  host.hypervisor.stop("web-1", { force: false, hostGoesDown: true }).catch(() => undefined);
  await untilNoted(host);
  await host.away(async () => {
    await signal(host, "SIGCONT");
    const { processDir } = await runtimeOf(host);
    await using rescue = await QmpConnection.open({ path: `${processDir}/rescue.sock` });
    await systemPowerdown(rescue);
    await until(async () => (await queryStatus(rescue)).status === "shutdown");
  });
  await until(() => rowOf(host).state === "stopped");
  expect(rowOf(host).reason).toBe("The guest shut down while no agent ran.");
  await host.away(() => endYesterday(host));
  await until(() => rowOf(host).state === "running");
});

test("a hung guest that is ended for its host's sake, which no monitor reaches, is started when the host is back", async () => {
  await using host = await running();
  await host.away(() => signal(host, "SIGSTOP"));
  expect(rowOf(host).state).toBe("unresponsive");
  await host.hypervisor.stop("web-1", { force: true, hostGoesDown: true });
  expect(rowOf(host)).toMatchObject({ state: "stopped", reason: "Force stopped." });
  await host.away(() => endYesterday(host));
  await until(() => rowOf(host).state === "running");
});

test("a guest that was being stopped for good when its host went down is not started with the host", async () => {
  await using host = await running();
  await deafen(host);
  host.hypervisor.stop("web-1", { force: false, timeoutSeconds: 30 }).catch(() => undefined);
  await untilNoted(host);
  await host.away(async () => {
    await signal(host, "SIGKILL");
    await gone(host);
    await rm(host.config.runDir, { recursive: true });
    const runtime = await runtimeOf(host);
    const process = { ...runtime.process, bootId: "of-yesterday" };
    await writeRuntime(layoutOf(host), { ...runtime, process });
  });
  const { lastExit } = await storedOf(host);
  expect(lastExit).toMatchObject({ state: "stopped", reason: "The host was restarted." });
  expect(lastExit?.ranUntilEndOf).toBeUndefined();
});

test("a process that outlived the agent which was about to end it runs on, and its next end is its own", async () => {
  await using host = await running();
  const runtime = await runtimeOf(host);
  await host.away(() => noteEnding(layoutOf(host), runtime, { reason: "Force stopped." }));
  expect(rowOf(host).state).toBe("running");
  await host.away(async () => {
    await signal(host, "SIGKILL");
    await gone(host);
  });
  expect(rowOf(host)).toMatchObject({ state: "crashed" });
  expect(rowOf(host).reason).toContain("(restart 1 of 8)");
});

test("a stop that the guest did not obey is over: a crash long after it is a crash", async () => {
  await using host = await running();
  await deafen(host);
  const asked = host.hypervisor.stop("web-1", { force: false, timeoutSeconds: 1 });
  await expect(asked).rejects.toMatchObject({ code: "stop_timed_out" });
  expect(await noted(host)).toBeUndefined();
  await host.away(async () => {
    await signal(host, "SIGKILL");
    await gone(host);
  });
  expect(rowOf(host).reason).toContain("(restart 1 of 8)");
});
