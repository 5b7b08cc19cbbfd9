import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { wasNotSent } from "@gantry/kvm-core/model";
import { EtcdCluster } from "../testing/etcd-cluster.ts";
import { recordOf, uuid } from "../testing/record.ts";
import { UnreliableLink } from "../testing/unreliable-link.ts";
import { EtcdClient } from "./client.ts";
import { EtcdOwnershipStore } from "./ownership.ts";

/** Nothing here is decided by time. */
const patient = { callMs: 50_000, memberMs: 50_000 };
const unreachable = expect.objectContaining({ code: "store_unreachable" });

const scope = new AsyncDisposableStack();
let cluster: EtcdCluster;
let direct: EtcdOwnershipStore;
let first: number;

beforeAll(async () => {
  cluster = scope.use(await EtcdCluster.start(1));
  direct = new EtcdOwnershipStore(scope.use(new EtcdClient(cluster.address)));
});
beforeEach(async () => {
  const held = await direct.read(uuid);
  first = (await direct.compareAndSwap(recordOf(), held?.revision)) ?? 0;
});
afterAll(() => scope.disposeAsync());

function storeAt(stack: AsyncDisposableStack, ports: readonly number[]): EtcdOwnershipStore {
  const endpoints = ports.map((port) => ({ host: "127.0.0.1", port }));
  return new EtcdOwnershipStore(stack.use(new EtcdClient({ endpoints }, patient)));
}

/** A store whose only way to the cluster, or whose first of two, is an unreliable one. */
async function overLink(stack: AsyncDisposableStack, { orDirect = false } = {}) {
  const port = cluster.members[0]?.port ?? 0;
  const link = stack.use(await UnreliableLink.open(port));
  return { link, store: storeAt(stack, [link.port, ...(orDirect ? [port] : [])]) };
}

/** A store with two ways to the cluster, both of them unreliable. */
async function overLinks(stack: AsyncDisposableStack) {
  const port = cluster.members[0]?.port ?? 0;
  const link = stack.use(await UnreliableLink.open(port));
  const second = stack.use(await UnreliableLink.open(port));
  return { link, second, store: storeAt(stack, [link.port, second.port]) };
}

async function failure(outcome: Promise<unknown>): Promise<unknown> {
  return await outcome.catch((error: unknown) => error);
}

async function untilEpoch(epoch: number): Promise<number> {
  for (;;) {
    const held = await direct.read(uuid);
    if (held?.record.epoch === epoch) return held.revision;
  }
}

describe("A change whose answer is lost", () => {
  it("is known again by its own id when another member is asked, and made once", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, store } = await overLink(stack, { orDirect: true });
    void link.loseAnswer("/v3/kv/txn");
    const revision = await store.compareAndSwap(recordOf({ epoch: 1 }), first);
    expect(revision).toBe(await untilEpoch(1));
    expect(revision).toBe(first + 1);
  });

  it("throws that the outcome is unknown when no other member can be asked, although it was made", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, store } = await overLink(stack);
    const enough = new AbortController();
    void link.loseAnswer("/v3/kv/txn").then(() => enough.abort());
    const error = await failure(store.compareAndSwap(recordOf({ epoch: 1 }), first, enough.signal));
    expect(error).toEqual(unreachable);
    expect(wasNotSent(error)).toBe(false);
    expect(await untilEpoch(1)).toBe(first + 1);
  });

  it("is not called lost to somebody else when the record has gone on since", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, second, store } = await overLinks(stack);
    void link.loseAnswer("/v3/kv/txn");
    const held = second.hold("/v3/kv/txn");
    const changing = failure(store.compareAndSwap(recordOf({ epoch: 1 }), first));
    await held;
    await direct.compareAndSwap(recordOf({ epoch: 2 }), await untilEpoch(1));
    await second.deliver();
    expect(await changing).toEqual(unreachable);
  });

  it("of a removal counts as made when the record is gone", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, store } = await overLink(stack, { orDirect: true });
    void link.loseAnswer("/v3/kv/txn");
    expect(await store.remove(uuid, first)).toBe(true);
    expect(await direct.read(uuid)).toBeUndefined();
  });
});

describe("A change that arrives late", () => {
  /** Gives a change up while it is under way. */
  async function giveUp(link: UnreliableLink, store: EtcdOwnershipStore): Promise<unknown> {
    const enough = new AbortController();
    const held = link.hold("/v3/kv/txn");
    const changing = failure(store.compareAndSwap(recordOf({ epoch: 1 }), first, enough.signal));
    await held;
    enough.abort();
    return await changing;
  }

  it("takes effect after it was given up, as the error warns", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, store } = await overLink(stack);
    expect(wasNotSent(await giveUp(link, store))).toBe(false);
    expect((await direct.read(uuid))?.record.epoch).toBe(0);
    await link.deliver();
    expect((await direct.read(uuid))?.record.epoch).toBe(1);
  });

  it("takes no effect any more once another change of the record was made", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, store } = await overLink(stack);
    expect(await giveUp(link, store)).toEqual(unreachable);
    const second = await direct.compareAndSwap(recordOf(), first);
    await link.deliver();
    expect(await store.read(uuid)).toEqual({ record: recordOf(), revision: second });
    expect(await direct.compareAndSwap(recordOf({ epoch: 5 }), second)).toBe((second ?? 0) + 1);
  });
});

describe("A change that cannot be sent", () => {
  it("throws at once, and says that nothing was asked", async () => {
    await using stack = new AsyncDisposableStack();
    const { link, store } = await overLink(stack);
    await link[Symbol.asyncDispose]();
    const error: unknown = await store
      .compareAndSwap(recordOf({ epoch: 1 }), first)
      .catch((thrown: unknown) => thrown);
    expect(error).toEqual(unreachable);
    expect(wasNotSent(error)).toBe(true);
    await expect(store.read(uuid)).rejects.toEqual(unreachable);
  });

  it("because the caller has no time left is not sent", async () => {
    const error: unknown = await direct
      .compareAndSwap(recordOf({ epoch: 1 }), first, AbortSignal.abort())
      .catch((thrown: unknown) => thrown);
    expect(error).toEqual(unreachable);
    expect(wasNotSent(error)).toBe(true);
    expect((await direct.read(uuid))?.record.epoch).toBe(0);
  });
});
