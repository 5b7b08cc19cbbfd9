import { rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { Layout, readInstances, readRuntime, writeInstance, writeRuntime } from "../state-dir/index.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const stateOf = (host: TemporaryHost, name: string) =>
  host.hypervisor.list().find((one) => one.name === name)?.state;

/** The host goes down with all its processes and comes up again: what was recorded is of another boot now. */
async function restartHost(host: TemporaryHost): Promise<void> {
  const { stateDir, runDir, logDir } = host.config;
  const layout = new Layout({ stateDir, runDir, logDir });
  await host.away(async () => {
    for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
    await until(async () => (await host.qemuPids()).length === 0);
    await rm(runDir, { recursive: true });
    for (const stored of (await readInstances(layout)).instances) {
      const { uuid, lastExit } = stored;
      if (lastExit?.ranUntilEndOf !== undefined)
        await writeInstance(layout, { ...stored, lastExit: { ...lastExit, ranUntilEndOf: "of-yesterday" } });
      const runtime = await readRuntime(layout, uuid);
      if (runtime === undefined) continue;
      await writeRuntime(layout, { ...runtime, process: { ...runtime.process, bootId: "of-yesterday" } });
    }
  });
}

test("after a restart of the host runs again what ran and shall, whatever becomes of the others", async () => {
  const lines: string[] = [];
  await using host = await TemporaryHost.open({ log: (_level, message) => lines.push(message) });
  await host.createGuest("a-broken", "interactive", { autostart: true });
  await host.createGuest("b-runs", "interactive", { autostart: true });
  await host.createGuest("c-stopped", "interactive", { autostart: true });
  await host.createGuest("d-not-wanted", "interactive");
  for (const name of ["a-broken", "b-runs", "c-stopped", "d-not-wanted"]) await host.hypervisor.start(name);
  await host.hypervisor.stop("c-stopped", { force: true, timeoutSeconds: 30 });
  await rm(`${host.dir}/disks/a-broken.img`);
  await restartHost(host);
  await until(() => stateOf(host, "b-runs") === "running");
  expect(stateOf(host, "a-broken")).toBe("stopped");
  expect(lines).toContain("a-broken could not be started after the host's restart");
  expect(stateOf(host, "c-stopped")).toBe("stopped");
  expect(host.hypervisor.list().find(({ name }) => name === "d-not-wanted")).toMatchObject({
    state: "stopped",
    reason: "The host was restarted.",
  });
  // Only once: what is stopped later stays so.
  await host.hypervisor.stop("b-runs", { force: true, timeoutSeconds: 30 });
  await host.reopen();
  expect(stateOf(host, "b-runs")).toBe("stopped");
});

test("what was stopped because its host goes down runs again when it is back, if it shall", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("asked", "interactive", { autostart: true });
  await host.createGuest("forced", "interactive", { autostart: true });
  await host.createGuest("not-wanted", "interactive");
  for (const name of ["asked", "forced", "not-wanted"]) await host.hypervisor.start(name);
  await until(async () => (await consoleText(host.hypervisor, "asked")).includes("READY"));
  await host.hypervisor.stop("asked", { hostGoesDown: true });
  for (const name of ["forced", "not-wanted"])
    await host.hypervisor.stop(name, { force: true, hostGoesDown: true });
  await host.reopen();
  expect(["asked", "forced", "not-wanted"].map((name) => stateOf(host, name))).toEqual(
    Array(3).fill("stopped"),
  );
  await restartHost(host);
  await until(() => stateOf(host, "asked") === "running" && stateOf(host, "forced") === "running");
  expect(stateOf(host, "not-wanted")).toBe("stopped");
});

test("a host in maintenance starts nothing with itself, and afterwards nothing is started late", async () => {
  const lines: string[] = [];
  let maintenance: { since: string; by: string } | undefined;
  await using host = await TemporaryHost.open({
    log: (_level, message) => lines.push(message),
    maintenance: () => maintenance,
  });
  await host.createGuest("wanted", "interactive", { autostart: true });
  await host.hypervisor.start("wanted");
  maintenance = { since: "2026-01-01T00:00:00Z", by: "ada" };
  await restartHost(host);
  await until(() => lines.includes("wanted was not started with the host, which is in maintenance"));
  expect(stateOf(host, "wanted")).toBe("stopped");
  maintenance = undefined;
  await host.hypervisor.start("wanted");
  expect(stateOf(host, "wanted")).toBe("running");
});
