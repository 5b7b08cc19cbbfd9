import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type OperationContext, silentContext } from "../instance/index.ts";
import { judgeEvidence } from "../model/judge-evidence.ts";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { LosableStore } from "../testing/losable-store.ts";
import { TemporaryHost, until } from "../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});
const silent = ["probe", "commit", "abort", "stands", "letGo", "bringPast"] as const;

interface Pair {
  readonly a: TemporaryHost;
  readonly b: TemporaryHost;
  readonly toA: LocalPeer;
  readonly toB: LocalPeer;
  /** How host-a reaches its records. */
  readonly storeOfA: LosableStore;
}

async function pair(stack: AsyncDisposableStack, { shared = false } = {}): Promise<Pair> {
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const storeOfA = new LosableStore(records.path, { shared });
  const ownership = shared ? { ownership: new LosableStore(records.path, { shared }) } : {};
  const a = stack.use(await TemporaryHost.open({ host: "host-a", ownership: storeOfA }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b", ...ownership }));
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  const [toA, toB] = [new LocalPeer(() => a.hypervisor), new LocalPeer(() => b.hypervisor)];
  return { a, b, toA, toB, storeOfA };
}

/** Power is cut: every QEMU of the host is gone, and nobody answers there. */
async function cutPower(host: TemporaryHost, peer: LocalPeer): Promise<void> {
  for (const call of silent) peer.broken.add(call);
  for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
  await until(async () => (await host.qemuPids()).length === 0);
}

/** The target is lost after it let the guest run, and before its source hears of it. */
async function lostAfterWillRun({ a, b, toB }: Pair): Promise<void> {
  const commit = toB.commit.bind(toB);
  toB.commit = async (request) => {
    toB.commit = commit;
    await commit(request);
    await cutPower(b, toB);
    return await commit(request);
  };
  const ended = a.hypervisor.migrate("web-1", { peer: toB, options }).catch((error: unknown) => error);
  await until(() => toB.broken.has("commit"));
  await a.reopen();
  expect(await ended).toMatchObject({ code: "migration_in_doubt" });
}

/** The source is lost when all of the guest has come to the target, before its commit is written. */
async function lostBeforeCommit({ a, toA, toB, storeOfA }: Pair): Promise<void> {
  const hanging = Promise.withResolvers<void>();
  const context: OperationContext = {
    ...silentContext(),
    step: (name, status) => {
      if (name === "commit" && status === "running")
        void storeOfA.lose("hang at write").then(hanging.resolve);
    },
  };
  void a.hypervisor.migrate("web-1", { peer: toB, options, context }).catch(() => undefined);
  await hanging.promise;
  // Without power it would not release its record when it sees its QEMU gone.
  void storeOfA.lose("is away");
  await cutPower(a, toA);
}

/** Whoever had no power is there again. */
async function powerIsBack({ a, toA, toB, storeOfA }: Pair): Promise<void> {
  for (const peer of [toA, toB]) peer.broken.clear();
  void storeOfA.lose(undefined);
  await a.reopen();
}

async function doubtSeenBy(host: TemporaryHost, away: string) {
  const own = await host.hypervisor.repair.examine("web-1");
  return judgeEvidence("web-1", [
    { host: own.host, answers: true, own },
    { host: away, answers: false },
  ]);
}

describe("A target that is lost after the commit, when the guest may run there", () => {
  test("leaves a doubt that a person may settle on the source, and the target gives its copy up when it is back", async () => {
    await using stack = new AsyncDisposableStack();
    const hosts = await pair(stack);
    const { a, b, toA, toB } = hosts;
    await lostAfterWillRun(hosts);
    await a.hypervisor.recover(() => toB);
    expect(a.hypervisor.list()).toMatchObject([{ state: "unknown" }]);
    expect(await doubtSeenBy(a, "host-b")).toMatchObject({
      reason: "target-unreachable",
      words: { choice: { side: "source", command: "gantry migrate web-1 --recover --choose source" } },
    });

    await a.hypervisor.repair.takeOver("web-1", () => toB);
    expect(a.hypervisor.list()).toMatchObject([{ state: "stopped", host: "host-a" }]);
    expect(await a.qemuPids()).toEqual([]);
    await a.hypervisor.start("web-1");

    // The power is back on host-b. Nobody can start it there, before host-a was heard and after.
    await b.reopen();
    await expect(b.hypervisor.start("web-1")).rejects.toMatchObject({ code: "ownership_refused" });
    expect(await doubtSeenBy(b, "host-a")).toMatchObject({ reason: "source-not-heard" });
    await b.hypervisor.recover(() => toA);
    expect(b.hypervisor.list()).toEqual([]);
    expect(a.hypervisor.list()).toMatchObject([{ state: "running", host: "host-a" }]);
    toB.broken.clear();
    expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
  });

  test("is not overruled while it answers, nor by a source that was off itself, and nothing changes", async () => {
    await using stack = new AsyncDisposableStack();
    const hosts = await pair(stack);
    const { a, b, toA, toB } = hosts;
    await lostAfterWillRun(hosts);
    toB.broken.delete("probe");
    await expect(a.hypervisor.repair.takeOver("web-1", () => toB)).rejects.toThrow("host-b answers");
    toB.broken.add("probe");
    await cutPower(a, toA);
    await a.reopen();
    await expect(a.hypervisor.repair.takeOver("web-1", () => toB)).rejects.toThrow("no process");
    expect((await doubtSeenBy(a, "host-b"))?.words.choice).toBeUndefined();
    // What both hosts agree on when they are back: it arrived on host-b, and has ended there.
    for (const peer of [toA, toB]) peer.broken.clear();
    await b.reopen();
    await a.hypervisor.recover(() => toB);
    expect(a.hypervisor.list()).toEqual([]);
    await b.hypervisor.start("web-1");
    expect(b.hypervisor.list()).toMatchObject([{ state: "running", host: "host-b" }]);
  });

  test("holds a guest that runs there all the same, when it hears that it was taken over", async () => {
    await using stack = new AsyncDisposableStack();
    const hosts = await pair(stack);
    const { a, b, toA, toB } = hosts;
    const commit = toB.commit.bind(toB);
    toB.commit = async (request) => {
      await commit(request);
      for (const call of silent) toB.broken.add(call);
      return await commit(request);
    };
    const ended = a.hypervisor.migrate("web-1", { peer: toB, options }).catch((error: unknown) => error);
    await until(() => toB.broken.has("commit"));
    await a.reopen();
    await ended;
    await a.hypervisor.repair.takeOver("web-1", () => toB);
    // Whoever said that host-b was off was wrong.
    await until(async () => {
      await b.hypervisor.recover(() => toA);
      return b.hypervisor.list()[0]?.state === "unknown";
    });
    expect(b.hypervisor.list()).toMatchObject([{ reason: expect.stringContaining("host-a") }]);
    expect(await b.hypervisor.repair.examine("web-1")).toMatchObject({
      qemu: { status: "paused" },
      record: { owner: "host-a", incarnation: null },
    });
  });
});

describe("A source that is lost before the commit, when its target has all of the guest", () => {
  test("leaves a doubt that a person may settle on the target where hosts share a store", async () => {
    await using stack = new AsyncDisposableStack();
    const hosts = await pair(stack, { shared: true });
    const { a, b, toA, toB } = hosts;
    await lostBeforeCommit(hosts);
    expect(await doubtSeenBy(b, "host-a")).toMatchObject({
      reason: "source-unreachable",
      words: { choice: { side: "target" } },
    });
    await b.hypervisor.repair.takeOver("web-1", () => toA);
    expect(b.hypervisor.list()).toMatchObject([{ state: "stopped", host: "host-b" }]);
    await b.hypervisor.start("web-1");
    expect(await b.qemuPids()).toHaveLength(1);
    await powerIsBack(hosts);
    await expect(a.hypervisor.start("web-1")).rejects.toThrow();
    await a.hypervisor.recover(() => toB);
    expect(a.hypervisor.list()).toEqual([]);
    expect(b.hypervisor.list()).toMatchObject([{ state: "running" }]);
  });

  test("keeps its right where each host has a store of its own, and its target says so", async () => {
    await using stack = new AsyncDisposableStack();
    const hosts = await pair(stack);
    const { a, b, toA, toB } = hosts;
    await lostBeforeCommit(hosts);
    const doubt = await doubtSeenBy(b, "host-a");
    expect(doubt).toMatchObject({ reason: "source-unreachable" });
    expect(doubt?.words.choice).toBeUndefined();
    await expect(b.hypervisor.repair.takeOver("web-1", () => toA)).rejects.toThrow("own store");
    await powerIsBack(hosts);
    await a.hypervisor.recover(() => toB);
    await b.hypervisor.recover(() => toA);
    expect(b.hypervisor.list()).toEqual([]);
    await a.hypervisor.start("web-1");
    expect(a.hypervisor.list()).toMatchObject([{ state: "running" }]);
  });
});
