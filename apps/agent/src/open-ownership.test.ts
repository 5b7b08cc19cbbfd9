import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OwnershipRecord } from "@gantry/kvm-core/model";
import { openStore, type Store } from "@gantry/store";
import { EtcdCluster } from "@gantry/store/testing";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ownership, openOwnership } from "./open-ownership.ts";
import { type Settings, settingsSchema } from "./settings.ts";
import { until } from "./testing/until.ts";

const scope = new AsyncDisposableStack();
const log = pino({ level: "silent" });
let etcd: EtcdCluster;
let directory: string;

beforeAll(async () => {
  etcd = scope.use(await EtcdCluster.start(1));
  directory = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-ownership-"))).path;
});
afterAll(() => scope.disposeAsync());

async function settingsOf(hostName: string): Promise<Settings> {
  const dirs = scope.use(await mkdtempDisposable(join(directory, "host-"))).path;
  return settingsSchema.parse({ hostName, stateDir: dirs, uiDir: dirs, store: etcd.setting });
}

function recordOf(uuid: string, changes: Partial<OwnershipRecord> = {}): OwnershipRecord {
  return {
    ...{
      uuid,
      owner: "host-a",
      incarnation: "0123456789abcdef",
      epoch: 3,
      state: "running",
      migration: null,
    },
    ...changes,
  };
}

const mine = "11111111-1111-4111-8111-111111111111";
const migrating = "22222222-2222-4222-8222-222222222222";
const given = "33333333-3333-4333-8333-333333333333";

async function storeWithRecords(stack: AsyncDisposableStack): Promise<Store> {
  const own = stack.use(openStore(":memory:"));
  const migration = {
    ...{ id: "0123456789abcdef", source: "host-a", target: "host-b", targetIncarnation: "fedcba9876543210" },
    phase: "begun" as const,
  };
  await own.ownership.compareAndSwap(recordOf(mine), undefined);
  await own.ownership.compareAndSwap(recordOf(migrating, { state: "migrating", migration }), undefined);
  await own.ownership.compareAndSwap(recordOf(given, { owner: "host-b" }), undefined);
  return own;
}

async function codesOf(ownership: Ownership, hosts: string[] = []): Promise<string[]> {
  return (await ownership.examine(hosts)).map(({ code }) => code);
}

describe("A host that begins to share its store", () => {
  it("takes its records along, and leaves those of a migration until it has ended", async () => {
    await using stack = new AsyncDisposableStack();
    const own = await storeWithRecords(stack);
    const ownership = stack.use(await openOwnership({ settings: await settingsOf("host-a"), own, log }));
    expect((await ownership.store.read(mine))?.record).toEqual(recordOf(mine));
    expect(await own.ownership.read(mine)).toBeUndefined();
    for (const uuid of [migrating, given]) {
      expect(await ownership.store.read(uuid)).toBeUndefined();
      expect(await own.ownership.read(uuid)).toBeDefined();
    }
  });

  it("takes them along later when the store is away at first", async () => {
    await using stack = new AsyncDisposableStack();
    for (const member of etcd.members) await member.end();
    const own = await storeWithRecords(stack);
    const ownership = stack.use(await openOwnership({ settings: await settingsOf("host-a"), own, log }));
    expect(await codesOf(ownership)).toEqual(["store_unreachable"]);
    expect(await own.ownership.read(mine)).toBeDefined();
    const back = Promise.withResolvers<void>();
    ownership.start(back.resolve);
    for (const member of etcd.members) member.start();
    await back.promise;
    expect(await ownership.store.read(mine)).toBeDefined();
    expect(await own.ownership.read(mine)).toBeUndefined();
  });
});

describe("The doctor", () => {
  it("tells which hosts are not announced in the store, and that two have one name", async () => {
    await using stack = new AsyncDisposableStack();
    const open = async (name: string) => {
      const own = stack.use(openStore(":memory:"));
      const ownership = stack.use(await openOwnership({ settings: await settingsOf(name), own, log }));
      ownership.start(() => undefined);
      return ownership;
    };
    const first = await open("host-c");
    await until("it is announced", async () => {
      const [finding] = await first.examine([]);
      return finding?.message.includes("host-c");
    });
    expect(await codesOf(first, ["host-c", "host-z"])).toEqual(["store", "host_absent"]);
    const second = await open("host-c");
    await until("the second one notices", async () => (await codesOf(second)).includes("host_name_taken"));
    const third = await open("host-z");
    await until(
      "nobody is missing",
      async () => (await codesOf(third, ["host-c", "host-z"])).join() === "store",
    );
  });
});
