import { mkdir, mkdtempDisposable, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentContext } from "../instance/index.ts";
import { migrationOptionsSchema } from "../model/migration.ts";
import { QmpConnection, stop } from "../qmp/index.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { LosableStore } from "../testing/losable-store.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});

async function runningOnA(
  stack: AsyncDisposableStack,
): Promise<{ a: TemporaryHost; b: TemporaryHost; toB: LocalPeer }> {
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  await a.createGuest("web-1", "interactive", { memoryMiB: 64 });
  await a.hypervisor.start("web-1");
  await until(async () => (await consoleText(a.hypervisor, "web-1")).includes("READY"));
  return { a, b, toB: new LocalPeer(() => b.hypervisor) };
}

async function recordOf(host: TemporaryHost): Promise<string> {
  const uuid = host.hypervisor.list()[0]?.uuid ?? "";
  return await readFile(join(host.dir, "state", "ownership", `${uuid}.json`), "utf8").catch(() => "");
}

test("a source that died during the transfer keeps the guest running when it comes back", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  const moving = a.hypervisor.migrate("web-1", { peer: toB, options: { ...options, bandwidth: 20_000 } });
  const ended = moving.catch((error: unknown) => error);
  await until(() => toB.stream !== undefined);
  toB.broken.add("abort");
  await a.reopen();
  await ended;
  toB.broken.clear();
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
  expect(b.hypervisor.list()).toEqual([]);
  await until(async () => (await b.qemuPids()).length === 0);
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
});

test("a source that died after the commit hands the guest over when it comes back", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  toB.beforeCommit = async () => {
    toB.broken.add("commit").add("probe");
  };
  const ended = a.hypervisor.migrate("web-1", { peer: toB, options }).catch((error: unknown) => error);
  await until(async () => (await recordOf(a)).includes('"committed"'));
  await a.reopen();
  expect(await ended).toMatchObject({ code: "migration_in_doubt" });
  expect(a.hypervisor.list()).toMatchObject([{ state: "unknown" }]);
  toB.beforeCommit = () => Promise.resolve();
  toB.broken.clear();
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);
  expect(await a.qemuPids()).toEqual([]);
  expect(await b.qemuPids()).toHaveLength(1);
});

test("a target that was restarted before the commit takes the guest up and runs it", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  let once = true;
  toB.beforeCommit = async () => {
    if (once) await b.reopen();
    once = false;
  };
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
  expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);
  b.hypervisor.console("web-1").write(Buffer.from("hello"));
  await until(async () => (await consoleText(b.hypervisor, "web-1")).replaceAll(".", "").includes("hello"));
});

test("a guest whose target's agent died on its way through the run gate is let run by the next one, without its source", async () => {
  await using stack = new AsyncDisposableStack();
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = (host: string) => ({ host, ownership: new LosableStore(records.path, { shared: true }) });
  const [onA, onB] = [store("host-a"), store("host-b")];
  const a = stack.use(await TemporaryHost.open(onA));
  const b = stack.use(await TemporaryHost.open(onB));
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const toB = new LocalPeer(() => b.hypervisor);
  // The record says that the target has it, and not that it has arrived.
  toB.beforeCommit = async () => void onB.ownership.lose("is away after second read");
  await a.hypervisor.migrate("web-1", { peer: toB, options });
  const { uuid, runtime } = await b.hypervisor.get("web-1");
  expect(await readFile(join(records.path, `${uuid}.json`), "utf8")).toContain('"committed"');
  // The agent that said `cont` is as one that died before it.
  await b.away(async () => {
    await using monitor = await QmpConnection.open({ path: runtime?.rescueMonitor ?? "" });
    await stop(monitor);
    const journal = join(b.dir, "state", "instances", uuid, "journal");
    const lines = (await readFile(journal, "utf8")).split("\n");
    expect(lines.filter((line) => line.includes("did-run"))).toHaveLength(1);
    await writeFile(journal, lines.filter((line) => !line.includes("did-run")).join("\n"));
  });
  void onB.ownership.lose(undefined);
  expect(b.hypervisor.list()).toMatchObject([{ state: "paused" }]);
  await b.hypervisor.recover(() => undefined);
  expect(b.hypervisor.list()).toMatchObject([{ state: "running" }]);
});

test("a source that lost its own process after the commit still hands over what the target holds", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  toB.beforeCommit = async () => {
    toB.broken.add("commit").add("probe");
  };
  const ended = a.hypervisor.migrate("web-1", { peer: toB, options }).catch((error: unknown) => error);
  await until(() => toB.broken.size > 0);
  for (const pid of await a.qemuPids()) process.kill(pid, "SIGKILL");
  await a.reopen();
  await ended;
  toB.beforeCommit = () => Promise.resolve();
  toB.broken.clear();
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);
});

test("a guest whose process ended on the target right after it was let run is not looked for at the source", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  const commit = toB.commit.bind(toB);
  toB.commit = async (request) => {
    await commit(request);
    for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
    await until(async () => (await b.qemuPids()).length === 0);
    await b.reopen();
    toB.commit = commit;
    throw new Error("The answer got lost.");
  };
  await a.hypervisor.migrate("web-1", { peer: toB, options });
  expect(a.hypervisor.list()).toEqual([]);
  expect(await a.qemuPids()).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ state: "crashed", host: "host-b" }]);
  await b.hypervisor.start("web-1");
  expect(b.hypervisor.list()).toMatchObject([{ state: "running" }]);
});

test("while a hand-over is under way its target does not say that it has failed", async () => {
  await using stack = new AsyncDisposableStack();
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = new LosableStore(records.path);
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b", ownership: store }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  let id = "";
  const commit = toB.commit.bind(toB);
  toB.commit = (request) => {
    id = request.migrationId;
    toB.broken.add("probe");
    return commit(request);
  };
  const hanging = store.lose("hang at write");
  void a.hypervisor.migrate("web-1", { peer: toB, options }).catch(() => undefined);
  await hanging;
  for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
  await until(async () => (await b.qemuPids()).length === 0);
  expect(await b.hypervisor.incoming.probe(id)).toEqual({ phase: "received" });
  expect(a.hypervisor.list()).toMatchObject([{ state: "migrating" }]);
  // Its agent dies in the middle of it: now it is certain that the guest never ran there.
  void store.lose(undefined);
  await b.reopen();
  toB.broken.clear();
  expect(await b.hypervisor.incoming.probe(id)).toEqual({ phase: "gone" });
  expect(b.hypervisor.list()).toEqual([]);
  await a.reopen();
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
});

test("a guest that was taken back, and not let go on before the agent died, goes on", async () => {
  await using stack = new AsyncDisposableStack();
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = new LosableStore(records.path);
  const a = stack.use(await TemporaryHost.open({ host: "host-a", ownership: store }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const hung = Promise.withResolvers<void>();
  toB.beforeCommit = async () => {
    for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
    await until(async () => (await b.qemuPids()).length === 0);
    // The record is read once to take it back, and then by the run gate.
    void store.lose("hang at second read").then(hung.resolve);
  };
  void a.hypervisor.migrate("web-1", { peer: toB, options }).catch(() => undefined);
  await hung.promise;
  void store.lose(undefined);
  await a.reopen();
  expect(a.hypervisor.list()).toMatchObject([{ state: "paused" }]);
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
});

test("a source whose record cannot be removed, as on a full disk, has let its guest go all the same", async () => {
  await using stack = new AsyncDisposableStack();
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = new LosableStore(records.path);
  const a = stack.use(await TemporaryHost.open({ host: "host-a", ownership: store }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const toB = new LocalPeer(() => b.hypervisor);
  const toA = new LocalPeer(() => a.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  void store.lose("fail remove");
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
  expect(a.hypervisor.list()).toEqual([]);
  void store.lose(undefined);
  // The record that stayed is in nobody's way when the guest comes back.
  await b.hypervisor.recover(() => toA);
  expect((await b.hypervisor.migrate("web-1", { peer: toA, options })).outcome).toBe("moved");
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
  expect(b.hypervisor.list()).toEqual([]);
});

test("a guest that could not be let go on when its migration was given up, since its QEMU hung, goes on", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  const probe = toB.probe.bind(toB);
  // Asked while the guest is paused, before it is switched over.
  toB.probe = async () => {
    for (const pid of await a.qemuPids()) process.kill(pid, "SIGSTOP");
    throw new Error("The target was lost.");
  };
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toThrow("The target was lost.");
  for (const pid of await a.qemuPids()) process.kill(pid, "SIGCONT");
  toB.probe = probe;
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
  expect(b.hypervisor.list()).toEqual([]);
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
});

test("a source that cannot write any more once its guest has left tells that it has moved, and removes the rest later", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  const uuid = a.hypervisor.list()[0]?.uuid ?? "";
  const file = join(a.dir, "state", "instances", uuid, "instance.json");
  const commit = toB.commit.bind(toB);
  toB.commit = async (request) => {
    toB.commit = commit;
    const reply = await commit(request);
    // Nothing can take the place of a directory that is not empty.
    await rm(file);
    await mkdir(join(file, "in the way"), { recursive: true });
    return reply;
  };
  const steps: string[] = [];
  const context = {
    ...silentContext(),
    step: (name: string, status: string) => steps.push(`${name} ${status}`),
  };
  const moved = await a.hypervisor.migrate("web-1", { peer: toB, options, context });
  expect(moved.outcome).toBe("moved");
  expect(steps.slice(-2)).toEqual(["retire running", "retire failed"]);
  expect(a.hypervisor.list()).toMatchObject([{ state: "unknown" }]);
  expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);

  await rm(file, { recursive: true });
  await until(async () => {
    await a.hypervisor.recover(() => toB);
    return a.hypervisor.list().length === 0;
  });
  expect(await a.qemuPids()).toEqual([]);
  expect(await readdir(join(a.dir, "state", "instances"))).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);
});

test("what was prepared for a migration that its source has called off unheard is removed", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await runningOnA(stack);
  const toA = new LocalPeer(() => a.hypervisor);
  toB.broken.add("openStream").add("abort");
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toThrow("web-1");
  expect(await b.qemuPids()).toHaveLength(1);
  toA.broken.add("stands");
  await b.hypervisor.recover(() => toA);
  expect(await b.qemuPids()).toHaveLength(1);
  toA.broken.clear();
  await b.hypervisor.recover(() => toA);
  expect(await b.qemuPids()).toEqual([]);
  expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
});
