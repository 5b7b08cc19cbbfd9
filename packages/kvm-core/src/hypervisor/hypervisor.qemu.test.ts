import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const asking = { force: false, timeoutSeconds: 30 };
const forcing = { force: true, timeoutSeconds: 30 };
const stateOf = (host: TemporaryHost, name: string) =>
  host.hypervisor.list().find((one) => one.name === name)?.state;

test("an instance starts, speaks on its console and is listed as running", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  expect(stateOf(host, "web-1")).toBe("stopped");
  await host.hypervisor.start("web-1");
  expect(stateOf(host, "web-1")).toBe("running");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  const detail = await host.hypervisor.get("web-1");
  expect(detail.runtime?.pid).toBeGreaterThan(1);
  expect(detail.figures?.disks.map((disk) => disk.name)).toEqual(["root"]);
});

test("what is typed reaches the guest and its echo comes back", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  host.hypervisor.console("web-1").write(Buffer.from("hello"));
  await until(async () =>
    (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "").includes("hello"),
  );
});

test("asking a guest to stop presses the power button once and leaves nothing behind", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  await host.hypervisor.stop("web-1", asking);
  expect(stateOf(host, "web-1")).toBe("stopped");
  expect(await consoleText(host.hypervisor, "web-1")).toContain("PWRBTN");
  expect(await host.qemuPids()).toEqual([]);
  expect(await readdir(join(host.dir, "run"))).toEqual(["fifos"]);
});

test("a guest that ignores the power button runs on, and the error says what to do", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("deaf", "interactive");
  await host.hypervisor.start("deaf");
  await until(async () => (await consoleText(host.hypervisor, "deaf")).includes("READY"));
  host.hypervisor.console("deaf").write(Buffer.from("H"));
  await expect(host.hypervisor.stop("deaf", { force: false, timeoutSeconds: 1 })).rejects.toMatchObject({
    code: "stop_timed_out",
    where: "deaf still runs on host-a.",
  });
  expect(stateOf(host, "deaf")).toBe("running");
  await host.hypervisor.stop("deaf", forcing);
  expect(stateOf(host, "deaf")).toBe("stopped");
});

test("a guest that ignores the power button can be forced while it is being asked", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("deaf", "interactive");
  await host.hypervisor.start("deaf");
  await until(async () => (await consoleText(host.hypervisor, "deaf")).includes("READY"));
  host.hypervisor.console("deaf").write(Buffer.from("H"));
  const asked = host.hypervisor.stop("deaf", asking);
  await until(() => stateOf(host, "deaf") === "stopping");
  await host.hypervisor.stop("deaf", forcing);
  await asked;
  expect(stateOf(host, "deaf")).toBe("stopped");
  expect(await host.qemuPids()).toEqual([]);
});

test("a guest that shuts down by itself is cleaned up and the reason is kept", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  host.hypervisor.console("web-1").write(Buffer.from("Q"));
  await until(() => stateOf(host, "web-1") === "stopped");
  expect(host.hypervisor.list()[0]?.reason).toBe("The guest shut down.");
});

test("a soft reboot keeps the process, a hard one too, and each is a new boot on the console", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  const readies = async () => (await consoleText(host.hypervisor, "web-1")).split("READY").length - 1;
  await until(async () => (await readies()) === 1);
  const before = (await host.hypervisor.get("web-1")).runtime?.pid;
  await host.hypervisor.reboot("web-1", { hard: false, timeoutSeconds: 30 });
  await until(async () => (await readies()) === 2);
  await host.hypervisor.reboot("web-1", { hard: true, timeoutSeconds: 30 });
  await until(async () => (await readies()) === 3);
  expect((await host.hypervisor.get("web-1")).runtime?.pid).toBe(before);
  expect(stateOf(host, "web-1")).toBe("running");
});

test("pause stops the guest's heart and resume starts it again", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await host.hypervisor.pause("web-1");
  expect(stateOf(host, "web-1")).toBe("paused");
  await host.hypervisor.resume("web-1");
  expect(stateOf(host, "web-1")).toBe("running");
});

test("a QEMU that is killed is seen as a crash, and the instance can be started again", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  const pid = (await host.hypervisor.get("web-1")).runtime?.pid ?? 0;
  process.kill(pid, "SIGKILL");
  await until(() => stateOf(host, "web-1") === "crashed");
  await host.hypervisor.start("web-1");
  expect(stateOf(host, "web-1")).toBe("running");
});

test("after a restart the same process is adopted and its console has lost nothing", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  const before = await host.hypervisor.get("web-1");
  await host.reopen();
  const after = await host.hypervisor.get("web-1");
  expect(after.state).toBe("running");
  expect(after.runtime).toEqual(before.runtime);
  expect(await consoleText(host.hypervisor, "web-1")).toContain("READY");
});

test("a guest that shut down while nobody looked is found stopped, with its reason", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  host.hypervisor.console("web-1").write(Buffer.from("Q"));
  await host.reopen();
  await until(() => stateOf(host, "web-1") === "stopped");
  expect(await host.qemuPids()).toEqual([]);
});

test("a second Hypervisor on the same state directory is refused", async () => {
  await using host = await TemporaryHost.open();
  await expect(TemporaryHost.open({ stateDir: host.config.stateDir })).rejects.toMatchObject({
    code: "state_dir_in_use",
  });
});

test("starting what runs, stopping what is stopped and a second instance of one name are refused", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await expect(host.hypervisor.stop("web-1", asking)).rejects.toMatchObject({ code: "wrong_state" });
  await host.hypervisor.start("web-1");
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject({ code: "wrong_state" });
  await expect(host.createGuest("web-1")).rejects.toThrow();
  await expect(host.hypervisor.delete("web-1", { deleteDisks: false })).rejects.toMatchObject({
    code: "wrong_state",
  });
});

test("a serial BREAK reaches a running guest and is refused without one", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await expect(host.hypervisor.sendBreak("web-1")).rejects.toMatchObject({ code: "wrong_state" });
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  const before = host.hypervisor.console("web-1").seq;
  await host.hypervisor.sendBreak("web-1");
  // The UART hands a BREAK to the guest as a zero byte, which this guest echoes.
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("\0"));
  expect(host.hypervisor.console("web-1").seq).toBeGreaterThan(before);
});

test("of two changes that began with the same spec the second is refused and changes nothing", async () => {
  await using host = await TemporaryHost.open();
  const { hypervisor } = host;
  await host.createGuest("web-1");
  const { spec, revision } = await hypervisor.get("web-1");
  await hypervisor.update("web-1", { ...spec, memoryMiB: 32 }, revision);
  await expect(hypervisor.update("web-1", { ...spec, cpus: 2 }, revision)).rejects.toMatchObject({
    code: "changed_meanwhile",
    details: { changed: ["memoryMiB"] },
  });
  await host.reopen();
  const present = await host.hypervisor.get("web-1");
  expect(present.spec).toEqual({ ...spec, memoryMiB: 32 });
  await host.hypervisor.update("web-1", { ...present.spec, cpus: 2 }, present.revision);
});
