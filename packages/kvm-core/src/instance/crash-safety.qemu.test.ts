import { mkdtempDisposable, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Hypervisor } from "../hypervisor/hypervisor.ts";
import { LosableStore } from "../testing/losable-store.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const forcing = { force: true, timeoutSeconds: 30 };
const stateOf = (host: TemporaryHost, name: string) =>
  host.hypervisor.list().find((one) => one.name === name)?.state;

async function stateFile(host: TemporaryHost, name: string, file: string): Promise<string> {
  const { uuid } = await host.hypervisor.get(name);
  return join(host.dir, "state", "instances", uuid, file);
}

test("a hung QEMU that no agent could take up is ended by force, and only then does the instance start again", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { disks: [] });
  await host.hypervisor.start("web-1");
  const [hung = 0] = await host.qemuPids();
  process.kill(hung, "SIGSTOP");
  await host.reopen();
  expect(stateOf(host, "web-1")).toBe("unresponsive");
  await host.hypervisor.stop("web-1", forcing);
  expect(await host.qemuPids()).toEqual([]);
  expect(stateOf(host, "web-1")).toBe("stopped");
  await host.hypervisor.start("web-1");
  expect(await host.qemuPids()).toHaveLength(1);
});

test("a stop whose cleaning up fails says so instead of waiting for ever", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  const directory = await stateFile(host, "web-1", "");
  await rm(directory, { recursive: true });
  await writeFile(directory.replace(/\/$/, ""), "");
  await expect(host.hypervisor.stop("web-1", forcing)).rejects.toThrow();
  expect(await host.qemuPids()).toEqual([]);
});

test("a change of the spec right after a crash does not hide the guest that is started again", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", { disks: [], onCrash: "restart" });
  await host.hypervisor.start("web-1");
  for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
  await until(() => stateOf(host, "web-1") === "crashed");
  const { spec } = await host.hypervisor.get("web-1");
  await host.hypervisor.update("web-1", { ...spec, memoryMiB: 32 });
  await until(async () => (await host.qemuPids()).length === 1);
  await until(() => stateOf(host, "web-1") === "running");
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject({ code: "wrong_state" });
});

test("a crashed instance that is deleted is not started again", async () => {
  const lines: string[] = [];
  await using host = await TemporaryHost.open({ log: (_level, message) => lines.push(message) });
  await host.createGuest("web-1", "interactive", { disks: [], onCrash: "restart" });
  await host.hypervisor.start("web-1");
  for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
  await until(() => stateOf(host, "web-1") === "crashed");
  await host.hypervisor.delete("web-1", { deleteDisks: false });
  await host.createGuest("later", "interactive", { disks: [], onCrash: "restart" });
  await host.hypervisor.start("later");
  for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
  // The pause before a restart is the same for both: the first one's is over when the second one runs.
  await until(() => stateOf(host, "later") === "crashed");
  await until(() => stateOf(host, "later") === "running");
  expect(lines.filter((line) => line.startsWith("web-1"))).toEqual([]);
});

test("a console that was open before the spec changed shows what the guest writes afterwards", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  const console = host.hypervisor.console("web-1");
  let rings = 0;
  using _ = console.onData(() => {
    rings += 1;
  });
  const { spec } = await host.hypervisor.get("web-1");
  await host.hypervisor.update("web-1", { ...spec, memoryMiB: 32 });
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  await until(() => rings > 0);
  expect(host.hypervisor.console("web-1")).toBe(console);
});

test("a start whose agent died before the CPUs ran is finished by the next one", async () => {
  await using records = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const ownership = new LosableStore(records.path);
  await using host = await TemporaryHost.open({ ownership });
  await host.createGuest("web-1");
  const died = ownership.lose("hang at second read");
  void host.hypervisor.start("web-1").catch(() => undefined);
  await died;
  void ownership.lose(undefined);
  await host.reopen();
  expect(stateOf(host, "web-1")).toBe("running");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
});

test("a forced stop whose agent died while it cleaned up is no crash, and nothing is started again", async () => {
  await using records = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const ownership = new LosableStore(records.path);
  await using host = await TemporaryHost.open({ ownership });
  await host.createGuest("web-1", "interactive", { onCrash: "restart" });
  await host.hypervisor.start("web-1");
  const died = ownership.lose("hang at write");
  const kept = await stateFile(host, "web-1", "instance.json");
  void host.hypervisor.stop("web-1", forcing).catch(() => undefined);
  await died;
  // How it ended is written down at the same time as the record is let go.
  await until(async () => (await readFile(kept, "utf8")).includes("Force stopped."));
  void ownership.lose(undefined);
  await host.reopen();
  expect(host.hypervisor.list()).toMatchObject([{ state: "stopped", reason: "Force stopped." }]);
});

test("a host that could not be opened holds nothing, so that it can be opened once that is mended", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await host.hypervisor[Symbol.asyncDispose]();
  const failing = {
    ...host.config,
    ip: () => Promise.reject(new Error("there is no ip")),
    log: () => {
      throw new Error("there is no log");
    },
  };
  await expect(Hypervisor.open(failing)).rejects.toThrow("there is no log");
  host.hypervisor = await Hypervisor.open(host.config);
  expect(stateOf(host, "web-1")).toBe("running");
});
