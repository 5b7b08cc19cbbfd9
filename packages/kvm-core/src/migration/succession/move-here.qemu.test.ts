import { setTimeout as delay } from "node:timers/promises";
import { copyFile, mkdir, mkdtempDisposable, readdir, rename, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentContext } from "../../instance/index.ts";
import { migrationOptionsSchema } from "../../model/migration.ts";
import { LosableStore, type Loss } from "../../testing/losable-store.ts";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});

async function running(
  guest: "interactive" | "letters" = "interactive",
  memoryMiB = 16,
  config: Partial<TemporaryHost["config"]> = {},
) {
  const host = await TemporaryHost.open(config);
  await host.createGuest("web-1", guest, { memoryMiB });
  await host.hypervisor.start("web-1");
  if (guest === "interactive")
    await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("READY"));
  return host;
}

/** The names of process directories, and what of a way from one process to another is left in the instance's own. */
async function leftOf(host: TemporaryHost): Promise<{ directories: number; files: string[] }> {
  const uuid = host.hypervisor.list()[0]?.uuid ?? "";
  const names = await readdir(join(host.dir, "run"));
  const files = await readdir(join(host.dir, "state", "instances", uuid));
  return {
    directories: names.filter((name) => /^[0-9a-f]{8}-[0-9a-f]{8}$/.test(name)).length,
    files: files.filter((name) => name.startsWith("succession")),
  };
}

async function answers(host: TemporaryHost, word: string): Promise<void> {
  host.hypervisor.console("web-1").write(Buffer.from(word));
  await until(async () => (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "").includes(word));
}

test("a running guest moves to a new QEMU process of its host, answers there and leaves nothing behind", async () => {
  await using host = await running();
  const before = await host.hypervisor.get("web-1");
  const result = await host.hypervisor.migrate("web-1", { options });
  expect(result).toMatchObject({ outcome: "moved", source: "host-a", target: "host-a" });
  expect(result.pauseMs).toBeGreaterThan(0);
  const after = await host.hypervisor.get("web-1");
  expect(after).toMatchObject({ state: "running", uuid: before.uuid, spec: before.spec });
  expect(after.runtime?.incarnation).not.toBe(before.runtime?.incarnation);
  expect(await host.qemuPids()).toEqual([after.runtime?.pid]);
  expect(await leftOf(host)).toEqual({ directories: 1, files: [] });
  await answers(host, "hello");
  await host.reopen();
  expect(await host.hypervisor.get("web-1")).toMatchObject({
    state: "running",
    runtime: { incarnation: after.runtime?.incarnation },
  });
  await answers(host, "again");
  await host.hypervisor.stop("web-1", { force: true });
  await host.hypervisor.start("web-1");
  expect(await host.qemuPids()).toHaveLength(1);
});

test("over twelve moves in a row on one host the console loses and repeats no letter", async () => {
  await using host = await running("letters");
  const port = host.hypervisor.console("web-1");
  let text = "";
  let seq = 0;
  const take = async () => {
    const end = await port.settle();
    text += Buffer.from(await port.readAll(seq, end)).toString("latin1");
    seq = end;
  };
  const more = async () => {
    const before = seq;
    await until(async () => (await port.settle()) > before + 1000);
    await take();
  };
  for (let moves = 0; moves < 12; moves++) {
    await more();
    await host.hypervisor.migrate("web-1", { options });
  }
  await more();
  const whole = text.slice(text.indexOf("A")).split(/\r?\n/).slice(0, -1);
  expect(whole.length).toBeGreaterThan(400);
  expect(whole.filter((line) => line !== "ABCDEFGHIJKLMNOPQRSTUVWXYZ")).toEqual([]);
  expect(await host.qemuPids()).toHaveLength(1);
});

test("a paused guest is paused in its new process, and can be resumed there", async () => {
  await using host = await running();
  await host.hypervisor.pause("web-1");
  await host.hypervisor.migrate("web-1", { options });
  expect(host.hypervisor.list()).toMatchObject([{ state: "paused" }]);
  await host.hypervisor.resume("web-1");
  await answers(host, "hello");
});

test("a move to a new process that is cancelled leaves the guest in the old one", async () => {
  await using host = await running("interactive", 64);
  const before = await host.hypervisor.get("web-1");
  const cancel = new AbortController();
  const context = { ...silentContext(), signal: cancel.signal };
  const moving = host.hypervisor.migrate("web-1", { options: { ...options, bandwidth: 20_000 }, context });
  const outcome = expect(moving).rejects.toMatchObject({ code: "cancelled" });
  await until(async () => (await host.qemuPids()).length === 2);
  await delay(1);
  cancel.abort();
  await outcome;
  const after = await host.hypervisor.get("web-1");
  expect(after).toMatchObject({ state: "running", runtime: { incarnation: before.runtime?.incarnation } });
  expect(await host.qemuPids()).toEqual([before.runtime?.pid]);
  expect(await leftOf(host)).toEqual({ directories: 1, files: [] });
  await answers(host, "hello");
  expect((await host.hypervisor.migrate("web-1", { options })).outcome).toBe("moved");
});

test("what is typed while a guest goes over to a new process arrives there, once and in order", async () => {
  await using host = await running();
  const console = host.hypervisor.console("web-1");
  const moving = host.hypervisor.migrate("web-1", { options });
  let typed = "";
  let ended = false;
  void moving.finally(() => (ended = true));
  for (let key = 0; !ended && key < 400; await delay(2)) {
    const letter = String.fromCodePoint(97 + (key % 26));
    // Held for the moment in which the guest is in neither: whoever types tries again, as a console session does.
    if (!console.write(Buffer.from(letter))) continue;
    typed += letter;
    key += 1;
  }
  await moving;
  await until(async () => (await consoleText(host.hypervisor, "web-1")).replaceAll(".", "").includes(typed));
  expect(typed.length).toBeGreaterThan(3);
});

test("a guest whose store is lost at the commit goes on in one process once the store answers", async () => {
  await using records = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const ownership = new LosableStore(records.path);
  await using host = await running("interactive", 16, { ownership });
  const before = await host.hypervisor.get("web-1");
  for (const loss of ["fail before write", "fail after write"] as const) {
    const context = silentContext();
    // It is asked again meanwhile, and the guest stands still.
    const loseForAMoment = (what: Loss) => {
      void ownership.lose(what);
      void ownership.untilAsked(2).then(() => ownership.lose(undefined));
    };
    const atCommit = (name: string, status: string) => {
      if (name === "commit" && status === "running") loseForAMoment(loss);
      if (name === "resume" && status === "running") loseForAMoment("is away");
    };
    const moving = host.hypervisor.migrate("web-1", { options, context: { ...context, step: atCommit } });
    await moving.catch((error: unknown) => error);
    await host.hypervisor.recover(() => undefined);
    expect(host.hypervisor.list()).toMatchObject([{ state: "running" }]);
    expect(await host.qemuPids()).toHaveLength(1);
    expect(await leftOf(host)).toEqual({ directories: 1, files: [] });
    await answers(host, loss.replaceAll(" ", "-"));
  }
  expect((await host.hypervisor.get("web-1")).runtime?.incarnation).not.toBe(before.runtime?.incarnation);
});

test("an agent that comes back while the store is away keeps both processes until it answers", async () => {
  await using records = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const ownership = new LosableStore(records.path);
  await using host = await running("interactive", 16, { ownership });
  const reached = Promise.withResolvers<void>();
  const step = (name: string, status: string) => {
    if (name !== "resume" || status !== "running") return;
    void ownership.lose("is away");
    reached.resolve();
  };
  const ended = host.hypervisor
    .migrate("web-1", { options, context: { ...silentContext(), step } })
    .catch((error: unknown) => error);
  await reached.promise;
  await host.reopen();
  await ended;
  expect(await host.qemuPids()).toHaveLength(2);
  await expect(host.hypervisor.migrate("web-1", { options })).rejects.toMatchObject({ code: "busy" });
  void ownership.lose(undefined);
  await host.hypervisor.recover(() => undefined);
  expect(host.hypervisor.list()).toMatchObject([{ state: "running" }]);
  expect(await host.qemuPids()).toHaveLength(1);
  expect(await leftOf(host)).toEqual({ directories: 1, files: [] });
  await answers(host, "hello");
});

test("a guest that could not be let go on when its move was given up, since its old QEMU hung, goes on", {
  timeout: 120_000,
}, async () => {
  await using host = await running();
  const { runtime } = await host.hypervisor.get("web-1");
  const old = runtime?.pid ?? 0;
  const pids = await host.qemuPids();
  const others = async () => (await host.qemuPids()).filter((pid) => !pids.includes(pid));
  const controller = new AbortController();
  const step = (name: string, status: string) => {
    if (name !== "switchover" || status !== "running") return;
    // Both at once: the guest stands still, and nobody answers.
    process.kill(old, "SIGSTOP");
    controller.abort();
  };
  const context = { ...silentContext(), signal: controller.signal, step };
  await expect(host.hypervisor.migrate("web-1", { options, context })).rejects.toMatchObject({
    code: "cancelled",
  });
  expect(await others()).toEqual([]);
  process.kill(old, "SIGCONT");
  await host.hypervisor.recover(() => undefined);
  expect(host.hypervisor.list()).toMatchObject([{ state: "running" }]);
  await answers(host, "hello");
  expect((await host.hypervisor.migrate("web-1", { options })).outcome).toBe("moved");
});

test("what cannot go over to a new process is refused with what helps, and nothing is changed", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1", "interactive", {
    nics: [{ network: { user: { forward: [{ host: 47_223, guest: 22 }] } } }],
  });
  await host.hypervisor.start("web-1");
  const uuid = host.hypervisor.list()[0]?.uuid ?? "";
  const log = join(host.dir, "log", uuid, "serial0.log");
  await rename(log, `${log}.1`);
  const copying = { ...options, copyDisks: true, onTimeout: "post-copy" as const };
  const plan = await host.hypervisor.planMigration("web-1", undefined, copying);
  expect(plan.checks.filter(({ level }) => level !== "pass")).toMatchObject([
    { code: "same_host", level: "warn" },
    { code: "console_log_moved", level: "fail" },
    { code: "copy_refused", level: "fail" },
    {
      code: "post_copy_refused",
      level: "fail",
      evidence: 'onTimeout: "post-copy"',
      fix: expect.stringContaining("a longer pause") as string,
    },
    { code: "port_in_use", level: "fail", evidence: "47223" },
  ]);
  expect(plan.blocked).toBe(true);
  await expect(host.hypervisor.migrate("web-1", { options: copying })).rejects.toMatchObject({
    code: "checks_refused",
    message: expect.stringContaining("a new QEMU process of host-a") as string,
  });
  await rename(`${log}.1`, log);
  expect(await host.qemuPids()).toHaveLength(1);
  expect(await leftOf(host)).toEqual({ directories: 1, files: [] });
});

test("a guest whose QEMU was upgraded says so, and goes over to the new one once the agent knows it", {
  timeout: 60_000,
}, async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-qemu-"));
  const qemu = join(directory.path, "bin", "qemu-system-x86_64");
  await mkdir(join(directory.path, "bin"));
  // QEMU finds its firmware and its modules from where it lies.
  for (const name of ["share", "lib"]) await symlink(join("/usr", name), join(directory.path, name));
  await copyFile("/usr/bin/qemu-system-x86_64", qemu);
  await using host = await running("interactive", 16, { qemu });
  expect((await host.hypervisor.get("web-1")).runtime?.newQemuVersion).toBeUndefined();
  await copyFile("/usr/bin/qemu-system-x86_64", `${qemu}.new`);
  await rename(`${qemu}.new`, qemu);
  const { runtime } = await host.hypervisor.get("web-1");
  expect(runtime?.newQemuVersion).toBe(runtime?.qemuVersion);
  await host.hypervisor.migrate("web-1", { options });
  expect((await host.hypervisor.get("web-1")).runtime?.newQemuVersion).toBeUndefined();
  await answers(host, "hello");
});
