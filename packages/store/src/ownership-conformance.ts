import type { OwnershipStore } from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import { recordOf, uuid } from "./testing/record.ts";

/** A fresh, empty store and, for those that survive a restart, a way to open the same one again. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly store: OwnershipStore;
  reopen?(): Promise<OwnershipStore>;
  /** Another way into the same records, as another host or program has it. */
  beside(): Promise<OwnershipStore>;
}

const other = "9f8e7d6c-5b4a-4392-8170-6f5e4d3c2b1a";

/** Adds one to the epoch so many times, and answers the revisions that were its own. */
async function countUp(store: OwnershipStore, times: number): Promise<number[]> {
  const revisions: number[] = [];
  while (revisions.length < times) {
    const held = await store.read(uuid);
    if (held === undefined) throw new Error("the record is gone");
    const next = { ...held.record, epoch: held.record.epoch + 1 };
    const revision = await store.compareAndSwap(next, held.revision);
    if (revision !== undefined) revisions.push(revision);
  }
  return revisions;
}

/** The promises every ownership store keeps. Call it in a test file of the store. */
export function describeOwnershipStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} as an ownership store`, () => {
    it("knows nothing of an instance that was never written", async () => {
      await using under = await open();
      expect(await under.store.read(uuid)).toBeUndefined();
    });

    it("gives back a record exactly as it was written, with its revision", async () => {
      await using under = await open();
      const record = recordOf({
        incarnation: "0123456789abcdef",
        epoch: 7,
        state: "migrating",
        migration: {
          id: "00000000deadbeef",
          source: "host-a",
          target: "host-b",
          targetIncarnation: "fedcba9876543210",
          phase: "switching",
        },
      });
      const revision = await under.store.compareAndSwap(record, undefined);
      expect(await under.store.read(uuid)).toEqual({ record, revision });
    });

    it("creates a record only when there is none", async () => {
      await using under = await open();
      expect(await under.store.compareAndSwap(recordOf(), undefined)).toBeDefined();
      expect(await under.store.compareAndSwap(recordOf({ owner: "host-b" }), undefined)).toBeUndefined();
      expect((await under.store.read(uuid))?.record.owner).toBe("host-a");
    });

    it("refuses a change that names an old revision and keeps what is there", async () => {
      await using under = await open();
      const first = await under.store.compareAndSwap(recordOf(), undefined);
      const second = await under.store.compareAndSwap(recordOf({ epoch: 1 }), first);
      expect(second).toBeDefined();
      expect(second).not.toBe(first);
      expect(await under.store.compareAndSwap(recordOf({ owner: "host-b" }), first)).toBeUndefined();
      expect((await under.store.read(uuid))?.record).toEqual(recordOf({ epoch: 1 }));
    });

    it("refuses to change a record that does not exist", async () => {
      await using under = await open();
      expect(await under.store.compareAndSwap(recordOf(), 1)).toBeUndefined();
      expect(await under.store.read(uuid)).toBeUndefined();
    });

    it("lets exactly one of many concurrent changes through", async () => {
      await using under = await open();
      const revision = await under.store.compareAndSwap(recordOf(), undefined);
      const attempts = Array.from({ length: 20 }, (_, index) =>
        under.store.compareAndSwap(recordOf({ epoch: index + 1 }), revision),
      );
      const winners = (await Promise.all(attempts)).filter((result) => result !== undefined);
      expect(winners).toHaveLength(1);
    });

    it("counts right when two write the same record at the same time", async () => {
      await using under = await open();
      const stores = [under.store, await under.beside()];
      await under.store.compareAndSwap(recordOf(), undefined);
      const revisions = await Promise.all(stores.map((store) => countUp(store, 25)));
      const last = await under.store.read(uuid);
      expect(last?.record.epoch).toBe(50);
      expect(new Set(revisions.flat()).size).toBe(50);
      expect(last?.revision).toBe(Math.max(...revisions.flat()));
    });

    it("shows everybody a change as soon as it is acknowledged", async () => {
      await using under = await open();
      const beside = await under.beside();
      let revision = await under.store.compareAndSwap(recordOf(), undefined);
      for (let epoch = 1; epoch <= 20; epoch += 1) {
        revision = await under.store.compareAndSwap(recordOf({ epoch }), revision);
        expect(await beside.read(uuid)).toEqual({ record: recordOf({ epoch }), revision });
      }
    });

    it("never gives a revision twice, also not when a record is removed and made anew", async () => {
      await using under = await open();
      const first = await under.store.compareAndSwap(recordOf(), undefined);
      if (first === undefined) throw new Error("the first write was refused");
      await under.store.remove(uuid, first);
      await under.store.compareAndSwap(recordOf({ owner: "host-b" }), undefined);
      expect(await under.store.compareAndSwap(recordOf(), first)).toBeUndefined();
      expect(await under.store.remove(uuid, first)).toBe(false);
      expect((await under.store.read(uuid))?.record.owner).toBe("host-b");
    });

    it("keeps an epoch as big as numbers can be told apart", async () => {
      await using under = await open();
      const record = recordOf({ epoch: Number.MAX_SAFE_INTEGER });
      await under.store.compareAndSwap(record, undefined);
      expect((await under.store.read(uuid))?.record).toEqual(record);
    });

    it("refuses to write what is no record, and keeps what is there", async () => {
      await using under = await open();
      const revision = await under.store.compareAndSwap(recordOf(), undefined);
      await expect(under.store.compareAndSwap(recordOf({ epoch: -1 }), revision)).rejects.toThrow();
      expect(await under.store.read(uuid)).toEqual({ record: recordOf(), revision });
    });

    it("removes a record only at the named revision", async () => {
      await using under = await open();
      const first = await under.store.compareAndSwap(recordOf(), undefined);
      if (first === undefined) throw new Error("the first write was refused");
      const second = await under.store.compareAndSwap(recordOf({ epoch: 1 }), first);
      if (second === undefined) throw new Error("the second write was refused");
      expect(await under.store.remove(uuid, first)).toBe(false);
      expect(await under.store.remove(uuid, second)).toBe(true);
      expect(await under.store.read(uuid)).toBeUndefined();
    });

    it("keeps the records of different instances apart", async () => {
      await using under = await open();
      await under.store.compareAndSwap(recordOf(), undefined);
      await under.store.compareAndSwap(recordOf({ uuid: other, owner: "host-b" }), undefined);
      expect((await under.store.read(uuid))?.record.owner).toBe("host-a");
      expect((await under.store.read(other))?.record.owner).toBe("host-b");
    });

    it("still has everything after it was opened again", async () => {
      await using under = await open();
      if (under.reopen === undefined) return;
      const revision = await under.store.compareAndSwap(recordOf({ epoch: 3 }), undefined);
      const again = await under.reopen();
      expect(await again.read(uuid)).toEqual({ record: recordOf({ epoch: 3 }), revision });
    });
  });
}
