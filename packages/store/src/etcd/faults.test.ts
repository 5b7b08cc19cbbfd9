import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EtcdCluster } from "../testing/etcd-cluster.ts";
import { recordOf, uuid } from "../testing/record.ts";
import { EtcdClient } from "./client.ts";
import { EtcdOwnershipStore } from "./ownership.ts";

const scope = new AsyncDisposableStack();
let cluster: EtcdCluster;

beforeAll(async () => {
  cluster = scope.use(await EtcdCluster.start(3));
});
afterAll(() => scope.disposeAsync());

function newStore(limits = { callMs: 5000, memberMs: 1000 }): EtcdOwnershipStore {
  return new EtcdOwnershipStore(scope.use(new EtcdClient(cluster.address, limits)));
}

/** What several writers have done: for each acknowledged change the epoch it wrote, and how many they do not know of. */
class Storm {
  readonly acknowledged = new Map<number, number>();
  readonly twice: number[] = [];
  readonly stale: string[] = [];
  unknown = 0;

  /** Adds one to the epoch again and again. */
  async write(store: EtcdOwnershipStore, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const known = this.newest;
        const held = await store.read(uuid);
        const epoch = (held?.record.epoch ?? 0) + 1;
        if (epoch <= known) this.stale.push(`${epoch - 1} was read after ${known} had been acknowledged`);
        const revision = await store.compareAndSwap(recordOf({ epoch }), held?.revision);
        if (revision === undefined) continue;
        if (this.acknowledged.has(epoch)) this.twice.push(epoch);
        this.acknowledged.set(epoch, revision);
      } catch {
        this.unknown += 1;
      }
    }
  }

  get newest(): number {
    return Math.max(0, ...this.acknowledged.keys());
  }

  async untilAcknowledged(count: number): Promise<void> {
    while (this.acknowledged.size < count) await delay(5);
  }
}

describe("A cluster of three", () => {
  it("loses no acknowledged change and has no two winners when its leader is killed in a storm of changes", async () => {
    const storm = new Storm();
    const enough = new AbortController();
    const writers = Array.from({ length: 4 }, () => storm.write(newStore(), enough.signal));
    await storm.untilAcknowledged(50);
    const leader = await cluster.untilLed();
    await leader.end();
    await storm.untilAcknowledged(storm.acknowledged.size + 50);
    leader.start();
    await storm.untilAcknowledged(storm.acknowledged.size + 50);
    enough.abort();
    await Promise.all(writers);

    const last = (await newStore().read(uuid))?.record.epoch ?? 0;
    expect(storm.twice).toEqual([]);
    expect(storm.stale).toEqual([]);
    expect(last).toBeGreaterThanOrEqual(storm.newest);
    // Every step up was acknowledged to somebody, or is one of those whose outcome was unknown.
    expect(last - storm.acknowledged.size).toBeLessThanOrEqual(storm.unknown);
    const inOrder = [...storm.acknowledged].toSorted(([a], [b]) => a - b).map(([, revision]) => revision);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });

  it("answers through the others while one member hangs", async () => {
    const store = newStore({ callMs: 20_000, memberMs: 200 });
    await store.read(uuid);
    const hanging = await cluster.untilLed();
    hanging.send("SIGSTOP");
    try {
      const held = await store.read(uuid);
      const revision = await store.compareAndSwap(recordOf({ epoch: 1 }), held?.revision);
      expect(await store.read(uuid)).toEqual({ record: recordOf({ epoch: 1 }), revision });
    } finally {
      hanging.send("SIGCONT");
    }
  });

  it("without a majority refuses within the deadline, and goes on by itself when one is back", async () => {
    const store = newStore({ callMs: 800, memberMs: 300 });
    await cluster.untilLed();
    const held = await store.read(uuid);
    const [, second, third] = cluster.members;
    await Promise.all([second?.end(), third?.end()]);
    const unreachable = expect.objectContaining({ code: "store_unreachable" });
    await expect(store.read(uuid)).rejects.toEqual(unreachable);
    await expect(store.compareAndSwap(recordOf({ epoch: 7 }), held?.revision)).rejects.toEqual(unreachable);
    second?.start();
    third?.start();
    await cluster.untilLed();
    // What could not be answered may take effect now, until the next change is made.
    const patient = newStore();
    let revision: number | undefined;
    while (revision === undefined) {
      const now = await patient.read(uuid);
      revision = await patient.compareAndSwap(recordOf({ epoch: 8 }), now?.revision);
    }
    expect(await patient.read(uuid)).toEqual({ record: recordOf({ epoch: 8 }), revision });
  });
});
