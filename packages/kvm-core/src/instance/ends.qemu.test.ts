import { constants } from "node:fs";
import { access, mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { QmpConnection, quit } from "../qmp/index.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const rowOf = (host: TemporaryHost) => host.hypervisor.list()[0] ?? expect.fail("nothing is listed");

async function running(host: TemporaryHost): Promise<number> {
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  return (await host.hypervisor.get("web-1")).runtime?.pid ?? expect.fail("it does not run");
}

test("how QEMU ended without being asked is told: the signal, and its last words", async () => {
  await using host = await TemporaryHost.open();
  process.kill(await running(host), "SIGKILL");
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toBe("QEMU was killed by signal 9 (SIGKILL).");
  await host.hypervisor.start("web-1");
  const { runtime } = await host.hypervisor.get("web-1");
  const log = runtime?.serialLogs[0]?.replace("serial0.log", "qemu.log") ?? "";
  await writeFile(log, "qemu-system-x86_64: Assertion `it holds' failed.\n", { flag: "a" });
  process.kill(runtime?.pid ?? 0, "SIGABRT");
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toBe(
    "QEMU was killed by signal 6 (SIGABRT): QEMU gave itself up. Its last words: Assertion `it holds' failed.",
  );
});

test("of a QEMU that a former agent started is told what can be known", async () => {
  await using host = await TemporaryHost.open();
  const pid = await running(host);
  await host.reopen();
  process.kill(pid, "SIGKILL");
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toContain("its exit code is not known");
});

test("a quit over the rescue monitor and a SIGTERM are ends that somebody wanted, and are told as such", async () => {
  await using host = await TemporaryHost.open();
  await running(host);
  const { runtime } = await host.hypervisor.get("web-1");
  await using rescue = await QmpConnection.open({ path: runtime?.rescueMonitor ?? "" });
  await quit(rescue).catch(() => undefined);
  await until(() => rowOf(host).state === "stopped");
  expect(rowOf(host).reason).toContain("told to quit over a monitor");
  await host.hypervisor.start("web-1");
  process.kill((await host.hypervisor.get("web-1")).runtime?.pid ?? 0, "SIGTERM");
  await until(() => rowOf(host).state === "stopped");
  expect(rowOf(host).reason).toContain("ended by a signal from outside (SIGTERM");
});

test("what QEMU left and could not be removed, as on a full disk, is removed as soon as it can be", async () => {
  await using host = await TemporaryHost.open();
  const pid = await running(host);
  const { uuid } = await host.hypervisor.get("web-1");
  const directory = join(host.config.stateDir, "instances", uuid);
  await rename(directory, `${directory}.away`);
  // Nor can it be made again.
  await writeFile(directory, "");
  process.kill(pid, "SIGKILL");
  await until(() => rowOf(host).reason?.includes("cleaning up failed") === true);
  await rm(directory);
  await rename(`${directory}.away`, directory);
  await until(() => rowOf(host).reason === "QEMU was killed by signal 9 (SIGKILL).");
  await host.hypervisor.start("web-1");
  expect(rowOf(host).state).toBe("running");
});

test("an ordinary power-off leaves no warning in the log", async () => {
  const warnings: string[] = [];
  await using host = await TemporaryHost.open({
    log: (level, message) => void (level === "info" || warnings.push(message)),
  });
  await running(host);
  await host.hypervisor.stop("web-1", { force: false, timeoutSeconds: 30 });
  await host.hypervisor.start("web-1");
  await host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 30 });
  expect(warnings).toEqual([]);
});

/** A memory cgroup (version 1) of a test's own, that is full at once. */
async function fullCgroup(): Promise<{ readonly dir: string } & AsyncDisposable> {
  const dir = `/sys/fs/cgroup/memory/gantry-${randomUUID()}`;
  await mkdir(dir);
  await writeFile(join(dir, "memory.limit_in_bytes"), String(1024 * 1024));
  return { dir, [Symbol.asyncDispose]: () => rmdir(dir) };
}

const canFill = await fullCgroup().then(
  async (made) => {
    await made[Symbol.asyncDispose]();
    return await access("/dev/kmsg", constants.R_OK).then(
      () => true,
      () => false,
    );
  },
  () => false,
);

test.skipIf(!canFill)("a QEMU that the kernel kills for want of memory is told as such", async () => {
  await using host = await TemporaryHost.open();
  await using full = await fullCgroup();
  const pid = await running(host);
  await writeFile(join(full.dir, "cgroup.procs"), String(pid));
  // The guest boots again, and QEMU translates its code into memory that it cannot have.
  await host.hypervisor.reboot("web-1", { hard: true, timeoutSeconds: 30 }).catch(() => undefined);
  await until(() => rowOf(host).state === "crashed");
  expect(rowOf(host).reason).toBe(
    "QEMU was killed by signal 9 (SIGKILL): the kernel killed it because its memory cgroup had no memory left.",
  );
});
