import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import type { OwnedRevision, OwnershipRecord, OwnershipStore } from "../model/ownership.ts";
import { FileOwnershipStore } from "../state-dir/index.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const options = migrationOptionsSchema.parse({});

/** A store that an agent loses at a chosen moment of a hand-over, as it does when it dies there. */
class LosableStore implements OwnershipStore {
  readonly #store: OwnershipStore;
  lostAt: "record not written" | "record written" | "gate" | undefined;

  constructor(store: OwnershipStore) {
    this.#store = store;
  }

  async read(uuid: string): Promise<OwnedRevision | undefined> {
    const held = await this.#store.read(uuid);
    if (this.lostAt === "gate" && held !== undefined) throw new Error("lost at the gate");
    return held;
  }

  async compareAndSwap(record: OwnershipRecord, expected: number | undefined): Promise<number | undefined> {
    if (this.lostAt === "record not written") throw new Error("lost before the record was written");
    const revision = await this.#store.compareAndSwap(record, expected);
    if (this.lostAt === "record written") throw new Error("lost after the record was written");
    return revision;
  }

  async remove(uuid: string, expected: number): Promise<boolean> {
    return await this.#store.remove(uuid, expected);
  }
}

test.for(["record not written", "record written", "gate"] as const)(
  "a target that dies during the hand-over (%s) lets the guest run when it is back and asked again",
  async (moment) => {
    await using stack = new AsyncDisposableStack();
    const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
    const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
    const store = new LosableStore(new FileOwnershipStore(records.path));
    const b = stack.use(await TemporaryHost.open({ host: "host-b", ownership: store }));
    const toB = new LocalPeer(() => b.hypervisor);
    await a.createGuest("web-1");
    await a.hypervisor.start("web-1");
    await until(async () => (await consoleText(a.hypervisor, "web-1")).includes("READY"));
    let attempts = 0;
    toB.beforeCommit = async () => {
      attempts += 1;
      store.lostAt = attempts === 1 ? moment : undefined;
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
  const store = new LosableStore(new FileOwnershipStore(records.path));
  const b = stack.use(await TemporaryHost.open({ host: "host-b", ownership: store }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  await until(async () => (await consoleText(a.hypervisor, "web-1")).includes("READY"));
  let attempts = 0;
  toB.beforeCommit = async () => {
    attempts += 1;
    store.lostAt = attempts === 1 ? "record written" : undefined;
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

test("a hand-over that is repeated without a restart makes one instance that is watched once", async () => {
  await using stack = new AsyncDisposableStack();
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = new LosableStore(new FileOwnershipStore(records.path));
  const b = stack.use(await TemporaryHost.open({ host: "host-b", ownership: store }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1");
  await a.hypervisor.start("web-1");
  let attempts = 0;
  toB.beforeCommit = () => {
    attempts += 1;
    store.lostAt = attempts === 1 ? "gate" : undefined;
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
