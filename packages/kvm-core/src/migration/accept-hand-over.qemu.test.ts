import { mkdir, mkdtempDisposable, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { LosableStore } from "../testing/losable-store.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});

test.for(["fail before write", "fail after write", "fail read"] as const)(
  "a target that loses its store during the hand-over (%s) and restarts lets the guest run when it is asked again",
  async (moment) => {
    await using stack = new AsyncDisposableStack();
    const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
    const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
    const store = new LosableStore(records.path);
    const b = stack.use(await TemporaryHost.open({ host: "host-b", ownership: store }));
    const toB = new LocalPeer(() => b.hypervisor);
    await a.createGuest("web-1");
    await a.hypervisor.start("web-1");
    await until(async () => (await consoleText(a.hypervisor, "web-1")).includes("READY"));
    let attempts = 0;
    toB.beforeCommit = async () => {
      attempts += 1;
      void store.lose(attempts === 1 ? moment : undefined);
      if (attempts === 2) await b.reopen();
    };
    expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
    expect(attempts).toBeGreaterThan(1);
    expect(a.hypervisor.list()).toEqual([]);
    expect(b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running", host: "host-b" }]);
    await b.hypervisor.pause("web-1");
    await b.hypervisor.resume("web-1");
    b.hypervisor.console("web-1").write(Buffer.from("hello"));
    await until(async () => (await consoleText(b.hypervisor, "web-1")).replaceAll(".", "").includes("hello"));
    await b.hypervisor.stop("web-1", { force: false, timeoutSeconds: 30 });
    expect(await b.qemuPids()).toEqual([]);
  },
);

test("a half handed over guest whose process died before it ran goes on at the source", async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = new LosableStore(records.path);
  const b = stack.use(await TemporaryHost.open({ host: "host-b", ownership: store }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  await until(async () => (await consoleText(a.hypervisor, "web-1")).includes("READY"));
  let attempts = 0;
  toB.beforeCommit = async () => {
    attempts += 1;
    void store.lose(attempts === 1 ? "fail after write" : undefined);
    if (attempts !== 2) return;
    for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
    await b.reopen();
  };
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toMatchObject({
    code: "migration_failed",
  });
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
  expect(b.hypervisor.list()).toEqual([]);
  toB.beforeCommit = () => Promise.resolve();
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
});

test("a target that could write nothing of a hand-over down, and lost its process, has no instance to start", async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const uuid = a.hypervisor.list()[0]?.uuid ?? "";
  const { stateDir } = b.config;
  // Directories lie where files are to be written.
  const inTheWay = [join(stateDir, "instances", uuid, "runtime.json")];
  let attempts = 0;
  let leftByFirst: string[] = [];
  toB.beforeCommit = async () => {
    attempts += 1;
    if (attempts === 1) {
      const waiting = (await readdir(join(stateDir, "incoming"))).find((name) => name.endsWith(".json"));
      inTheWay.push(join(stateDir, "incoming", waiting?.replace(/json$/, "arrived") ?? ""));
      for (const path of inTheWay) await mkdir(path, { recursive: true });
    }
    if (attempts !== 2) return;
    leftByFirst = await readdir(join(stateDir, "instances", uuid));
    for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
    for (const path of inTheWay) await rm(path, { recursive: true });
    await b.reopen();
  };
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toMatchObject({
    code: "migration_failed",
  });
  expect(leftByFirst).toEqual(["runtime.json"]);
  expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
  expect(b.hypervisor.list()).toEqual([]);
});

test("a hand-over that is repeated without a restart makes one instance that is watched once", async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = new LosableStore(records.path);
  const b = stack.use(await TemporaryHost.open({ host: "host-b", ownership: store }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  let attempts = 0;
  toB.beforeCommit = () => {
    attempts += 1;
    void store.lose(attempts === 1 ? "fail read" : undefined);
    return Promise.resolve();
  };
  await a.hypervisor.migrate("web-1", { peer: toB, options });
  const crashes: string[] = [];
  const watching = new AbortController();
  const watcher = (async () => {
    for await (const event of b.hypervisor.watch(watching.signal)) {
      if (event.type === "changed" && event.instance.state === "crashed") crashes.push(event.instance.uuid);
    }
  })();
  for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
  await until(() => b.hypervisor.list()[0]?.state === "crashed");
  await b.hypervisor.start("web-1");
  watching.abort();
  await watcher;
  expect(crashes).toHaveLength(1);
  expect(await b.qemuPids()).toHaveLength(1);
});

test("what is given up while it is still being prepared is removed, and its name is free again", async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const prepare = toB.prepare.bind(toB);
  let preparing: Promise<unknown> = Promise.resolve();
  toB.prepare = async (request) => {
    preparing = prepare(request);
    throw new Error("The answer got lost.");
  };
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toThrow();
  await preparing.catch(() => undefined);
  expect(await b.qemuPids()).toEqual([]);
  await b.createGuest("web-1");
  expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
});

test("a paused guest that was not moved after all is paused again, and can be resumed", async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  await a.hypervisor.pause("web-1");
  toB.beforeCommit = async () => {
    for (const pid of await b.qemuPids()) process.kill(pid, "SIGKILL");
    await until(async () => (await b.qemuPids()).length === 0);
  };
  await expect(a.hypervisor.migrate("web-1", { peer: toB, options })).rejects.toMatchObject({
    code: "migration_failed",
  });
  expect(a.hypervisor.list()).toMatchObject([{ state: "paused" }]);
  await a.hypervisor.resume("web-1");
  expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
});

test("a guest that both sides lost after the commit is stopped at its source and starts there again", async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  toB.beforeCommit = async () => {
    toB.broken.add("commit").add("probe");
    for (const pid of [...(await a.qemuPids()), ...(await b.qemuPids())]) process.kill(pid, "SIGKILL");
    await a.reopen();
  };
  await a.hypervisor.migrate("web-1", { peer: toB, options }).catch(() => undefined);
  await b.reopen();
  toB.broken.clear();
  await a.hypervisor.recover(() => toB);
  expect(a.hypervisor.list()).toMatchObject([{ state: "stopped" }]);
  await a.hypervisor.start("web-1");
  expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
  expect(b.hypervisor.list()).toEqual([]);
});
