import { access, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isAllowed } from "../model/state.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const forcing = { force: true, timeoutSeconds: 30 };
const rowOf = (host: TemporaryHost, name: string) =>
  host.hypervisor.list().find((one) => one.name === name) ?? expect.fail(`${name} is not listed`);

async function running(host: TemporaryHost, name = "web-1"): Promise<number> {
  await host.createGuest(name);
  await host.hypervisor.start(name);
  await until(async () => (await consoleText(host.hypervisor, name)).includes("READY"));
  return (await host.hypervisor.get(name)).runtime?.pid ?? expect.fail("it does not run");
}

async function echoes(host: TemporaryHost, name: string, word: string): Promise<void> {
  host.hypervisor.console(name).write(Buffer.from(word));
  await until(async () => (await consoleText(host.hypervisor, name)).replaceAll(".", "").includes(word));
}

test("a QEMU that hangs is shown as unresponsive while others go on, and is itself again when it goes on", async () => {
  await using host = await TemporaryHost.open();
  const hung = await running(host, "hung");
  await running(host, "well");
  process.kill(hung, "SIGSTOP");
  await until(() => rowOf(host, "hung").state === "unresponsive");
  const { reason = "", since } = rowOf(host, "hung");
  expect(reason).toBe(
    `QEMU process ${hung} has not answered since ${since}; it was running. Force stop is possible.`,
  );
  expect(rowOf(host, "well").state).toBe("running");
  expect(isAllowed("force-stop", "unresponsive")).toBe(true);
  await expect(host.hypervisor.stop("hung", { force: false, timeoutSeconds: 1 })).rejects.toMatchObject({
    code: "wrong_state",
  });
  // Nobody asks any more: the news comes by itself.
  const end = new AbortController();
  const events = host.hypervisor.watch(end.signal, { attentive: false });
  process.kill(hung, "SIGCONT");
  for await (const event of events) {
    if (event.type === "changed" && event.instance.name === "hung" && event.instance.state === "running")
      break;
  }
  expect(rowOf(host, "hung").reason).toBeUndefined();
  await echoes(host, "hung", "back");
});

test("a QEMU that hangs is ended by force", async () => {
  await using host = await TemporaryHost.open();
  const hung = await running(host);
  process.kill(hung, "SIGSTOP");
  await until(() => rowOf(host, "web-1").state === "unresponsive");
  await host.hypervisor.stop("web-1", forcing);
  expect(rowOf(host, "web-1")).toMatchObject({ state: "stopped", reason: "Force stopped." });
  expect(await host.qemuPids()).toEqual([]);
});

test("a QEMU that hangs when the agent starts is taken up as soon as it greets", async () => {
  await using host = await TemporaryHost.open();
  const hung = await running(host);
  process.kill(hung, "SIGSTOP");
  await host.reopen();
  expect(rowOf(host, "web-1").state).toBe("unresponsive");
  expect(rowOf(host, "web-1").reason).toContain("It is taken up as soon as it does.");
  process.kill(hung, "SIGCONT");
  await until(() => rowOf(host, "web-1").state === "running");
  await echoes(host, "web-1", "again");
  expect((await host.hypervisor.get("web-1")).runtime?.pid).toBe(hung);
});

test("a QEMU that is killed while it hangs at the agent's start is seen as a crash", async () => {
  await using host = await TemporaryHost.open();
  const hung = await running(host);
  process.kill(hung, "SIGSTOP");
  await host.reopen();
  process.kill(hung, "SIGKILL");
  await until(() => rowOf(host, "web-1").state === "crashed");
  await host.hypervisor.start("web-1");
  expect(rowOf(host, "web-1").state).toBe("running");
});

test("an instance works on when the run directory is removed, and after the next agent's start can be ended by force", async () => {
  await using host = await TemporaryHost.open();
  const pid = await running(host);
  await rm(join(host.dir, "run"), { recursive: true });
  await echoes(host, "web-1", "works");
  await host.hypervisor.pause("web-1");
  await host.hypervisor.resume("web-1");
  // Another instance finds a run directory to start in.
  await running(host, "later");
  await host.hypervisor.stop("later", forcing);
  await host.reopen();
  expect(rowOf(host, "web-1").state).toBe("unresponsive");
  expect(rowOf(host, "web-1").reason).toContain("Was its run directory removed?");
  await access(`/proc/${pid}`);
  await expect(host.hypervisor.start("web-1")).rejects.toMatchObject({ code: "wrong_state" });
  await host.hypervisor.stop("web-1", forcing);
  expect(await host.qemuPids()).toEqual([]);
  await host.hypervisor.start("web-1");
  expect(rowOf(host, "web-1").state).toBe("running");
});

test("a QEMU out of reach that dies is seen to be gone by whoever looks", async () => {
  await using host = await TemporaryHost.open();
  const pid = await running(host);
  await rm(join(host.dir, "run"), { recursive: true });
  await host.reopen();
  process.kill(pid, "SIGKILL");
  await until(() => rowOf(host, "web-1").state === "crashed");
  await host.hypervisor.start("web-1");
});
