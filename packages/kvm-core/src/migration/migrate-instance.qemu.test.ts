import { expect, test } from "vitest";
import { silentContext } from "../instance/index.ts";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});

async function twoHosts(
  stack: AsyncDisposableStack,
): Promise<{ a: TemporaryHost; b: TemporaryHost; toB: LocalPeer; toA: LocalPeer }> {
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  return { a, b, toB: new LocalPeer(() => b.hypervisor), toA: new LocalPeer(() => a.hypervisor) };
}

async function ready(host: TemporaryHost, name: string): Promise<void> {
  await until(async () => (await consoleText(host.hypervisor, name)).includes("READY"));
}

test("a running guest moves live, answers on the other host and leaves nothing behind", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await twoHosts(stack);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  await ready(a, "web-1");
  const result = await a.hypervisor.migrate("web-1", { peer: toB, options });
  expect(result.outcome).toBe("moved");
  expect(result.pauseMs).toBeGreaterThan(0);
  expect(a.hypervisor.list()).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running", host: "host-b" }]);
  expect(await a.qemuPids()).toEqual([]);
  b.hypervisor.console("web-1").write(Buffer.from("hello"));
  await until(async () => (await consoleText(b.hypervisor, "web-1")).replaceAll(".", "").includes("hello"));
});

test("a hand-over is taken the first time it is sent, wherever the guest has been before", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB, toA } = await twoHosts(stack);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  await ready(a, "web-1");
  let sent = 0;
  for (const peer of [toB, toA]) {
    peer.beforeCommit = async () => {
      sent += 1;
    };
  }
  for (let moves = 1; moves <= 6; moves++) {
    const isThere = moves % 2 === 0;
    await (isThere ? b : a).hypervisor.migrate("web-1", { peer: isThere ? toA : toB, options });
    expect(sent).toBe(moves);
  }
});

test("over moves there and back the console loses and repeats no letter", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB, toA } = await twoHosts(stack);
  await a.createGuest("abc", "letters");
  await a.hypervisor.start("abc");
  let host = a;
  let seq = 0;
  let text = "";
  const take = async () => {
    const port = host.hypervisor.console("abc");
    const end = await port.settle();
    // What a busy machine lets gather is more than one read gives.
    while (seq < end) {
      const bytes = await port.read(seq, end - seq);
      text += Buffer.from(bytes).toString("latin1");
      seq += bytes.length;
    }
  };
  for (let moves = 0; moves < 4; moves++) {
    const port = host.hypervisor.console("abc");
    const before = await port.settle();
    await until(async () => (await port.settle()) > before + 2000);
    await take();
    await host.hypervisor.migrate("abc", { peer: host === a ? toB : toA, options });
    host = host === a ? b : a;
    await take();
  }
  const letters = text.slice(text.indexOf("A"));
  expect(letters.length).toBeGreaterThan(8000);
  const line = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const whole = letters.split(/\r?\n/).slice(0, -1);
  expect(whole.every((each) => each === line)).toBe(true);
});

test("a paused guest arrives paused and a non-live move arrives running", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB, toA } = await twoHosts(stack);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  await a.hypervisor.pause("web-1");
  await a.hypervisor.migrate("web-1", { peer: toB, options });
  expect(b.hypervisor.list()[0]?.state).toBe("paused");
  await b.hypervisor.resume("web-1");
  await b.hypervisor.migrate("web-1", { peer: toA, options: { ...options, live: false } });
  expect(a.hypervisor.list()[0]?.state).toBe("running");
});

test("when the link breaks during the transfer the guest stays and both sides are clean", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await twoHosts(stack);
  await a.createGuest("web-1", "interactive", { memoryMiB: 64 });
  await a.hypervisor.start("web-1");
  await ready(a, "web-1");
  const slow = { ...options, bandwidth: 20_000 };
  const moving = a.hypervisor.migrate("web-1", { peer: toB, options: slow });
  const outcome = expect(moving).rejects.toMatchObject({
    code: "migration_failed",
    where: "web-1 still runs on host-a.",
  });
  await until(() => toB.stream !== undefined);
  await until(async () => (await b.qemuPids()).length === 1);
  toB.stream?.destroy();
  await outcome;
  expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
  expect(b.hypervisor.list()).toEqual([]);
  await until(async () => (await b.qemuPids()).length === 0);
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
});

test("a cancel before the commit leaves the guest where it was", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await twoHosts(stack);
  await a.createGuest("web-1", "interactive", { memoryMiB: 64 });
  await a.hypervisor.start("web-1");
  await ready(a, "web-1");
  const cancel = new AbortController();
  const context = { ...silentContext(), signal: cancel.signal };
  const moving = a.hypervisor.migrate("web-1", {
    peer: toB,
    options: { ...options, bandwidth: 20_000 },
    context,
  });
  const outcome = expect(moving).rejects.toMatchObject({ code: "cancelled" });
  await until(() => toB.stream !== undefined);
  cancel.abort();
  await outcome;
  expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
  expect(await b.qemuPids()).toEqual([]);
});

test("a target that lost the guest before it ran gives it back to the source", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await twoHosts(stack);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  await ready(a, "web-1");
  toB.beforeCommit = async () => {
    for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
    await until(async () => (await b.qemuPids()).length === 0);
  };
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toMatchObject({
    code: "migration_failed",
  });
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
  expect(b.hypervisor.list()).toEqual([]);
});

test("every failed check is named before anything is changed", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await twoHosts(stack);
  await a.createGuest("web-1");
  await b.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const plan = await a.hypervisor.planMigration("web-1", toB, options);
  expect(plan.blocked).toBe(true);
  expect(plan.checks.filter((check) => check.level === "fail").map((check) => check.code)).toEqual([
    "name_or_uuid_taken",
  ]);
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toMatchObject({
    code: "checks_refused",
  });
  expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
});
