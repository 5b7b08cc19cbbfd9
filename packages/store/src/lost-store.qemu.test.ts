import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Hypervisor, OperationContext, OwnershipRecord } from "@gantry/kvm-core";
import {
  isStoreFault,
  migrationOptionsSchema,
  type MigrationStep,
  type OwnershipStore,
} from "@gantry/kvm-core/model";
import { consoleText, LocalPeer, TemporaryHost, until } from "@gantry/kvm-core/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { EtcdClient } from "./etcd/client.ts";
import { EtcdOwnershipStore } from "./etcd/ownership.ts";
import { EtcdCluster, type EtcdMember } from "./testing/etcd-cluster.ts";
import { UnreliableLink } from "./testing/unreliable-link.ts";

const options = migrationOptionsSchema.parse({});
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
/** More than is written during a move, and less than travels with the guest. */
const comparedBytes = 200_000;
const scope = new AsyncDisposableStack();
let cluster: EtcdCluster;
let etcd: EtcdMember;
let link: UnreliableLink;
let direct: EtcdOwnershipStore;
/** How host-a reaches the store. */
let wayOfA: EtcdOwnershipStore;
let a: TemporaryHost;
let b: TemporaryHost;
let toA: LocalPeer;
let toB: LocalPeer;

beforeAll(async () => {
  cluster = scope.use(await EtcdCluster.start(1));
  const [member] = cluster.members;
  if (member === undefined) throw new Error("no members");
  etcd = member;
  link = scope.use(await UnreliableLink.open(etcd.port));
  direct = storeAt(etcd.port);
  wayOfA = direct;
  const ownership: OwnershipStore = {
    shared: true,
    read: (...question) => wayOfA.read(...question),
    compareAndSwap: (...change) => wayOfA.compareAndSwap(...change),
    remove: (...change) => wayOfA.remove(...change),
  };
  a = scope.use(await TemporaryHost.open({ host: "host-a", ownership }));
  b = scope.use(await TemporaryHost.open({ host: "host-b", ownership: direct }));
  toA = new LocalPeer(() => a.hypervisor);
  toB = new LocalPeer(() => b.hypervisor);
});
afterAll(() => scope.disposeAsync());

beforeEach(async () => {
  await a.createGuest("web-1", "letters");
  await a.hypervisor.start("web-1");
  await until(async () => (await consoleText(a.hypervisor, "web-1")).length > 0);
});
afterEach(async () => {
  etcd.start();
  await cluster.untilLed();
  for (const host of [a, b]) {
    for (const { uuid } of host.hypervisor.list()) {
      await host.hypervisor.stop(uuid, { force: true }).catch(() => undefined);
      await host.hypervisor.delete(uuid);
    }
  }
  await rm(join(a.dir, "disks", "web-1.img"));
});

function storeAt(port: number): EtcdOwnershipStore {
  // Each question is asked once.
  const client = new EtcdClient(
    { endpoints: [{ host: "127.0.0.1", port }] },
    { callMs: 1000, memberMs: 1000 },
  );
  return new EtcdOwnershipStore(scope.use(client));
}

/** Acts once, at the moment a step begins. */
function at(step: MigrationStep, act: () => void): OperationContext {
  return {
    signal: new AbortController().signal,
    step: (name, status) => {
      if (name === step && status === "running") act();
    },
    progress: () => undefined,
    mayCancel: () => undefined,
  };
}

async function migrate(context: OperationContext): Promise<unknown> {
  return await a.hypervisor.migrate("web-1", { peer: toB, options, context }).then(
    ({ outcome }) => outcome,
    (error: unknown) => error,
  );
}

function running(): Hypervisor[] {
  return [a, b].map(({ hypervisor }) => hypervisor).filter((each) => each.list()[0]?.state === "running");
}

async function record(): Promise<OwnershipRecord | undefined> {
  const uuid = [...a.hypervisor.list(), ...b.hypervisor.list()][0]?.uuid ?? "";
  return (await direct.read(uuid))?.record;
}

/** Lets both agents finish what was left, until one host has the guest and nothing is under way. */
async function untilSettled(): Promise<string> {
  await until(async () => {
    await a.hypervisor.recover(() => toB);
    await b.hypervisor.recover(() => toA);
    return running().length === 1 && (await record())?.migration === null;
  });
  const [hypervisor] = running();
  if (hypervisor === undefined) throw new Error("it stopped again");
  expect((await record())?.owner).toBe(hypervisor.host);
  await expectGoesOn(hypervisor);
  expect([...(await a.qemuPids()), ...(await b.qemuPids())]).toHaveLength(1);
  return hypervisor.host;
}

/** The guest writes on, and what is known of its output is the alphabet over and over, without a gap. */
async function expectGoesOn(hypervisor: Hypervisor): Promise<void> {
  const port = hypervisor.console("web-1");
  const before = await port.settle();
  await until(async () => (await port.settle()) > before + alphabet.length);
  const end = await port.settle();
  const from = Math.max(port.oldest, end - comparedBytes);
  const bytes = await port.read(from, end - from);
  const text = Buffer.from(bytes).toString("latin1");
  const expected = alphabet.repeat(Math.ceil(text.length / alphabet.length) + 1);
  expect(text).toBe(expected.slice(from % alphabet.length).slice(0, text.length));
}

describe("A store that dies", () => {
  it.for([
    ["begin", "host-a"],
    ["prepare", "host-a"],
    ["transfer", "host-a"],
    ["switchover", "host-a"],
    ["commit", "host-a"],
  ] as const)(
    "as %s begins leaves the guest running on %s, and nothing of the migration once it is back",
    async ([step, owner]) => {
      const outcome = await migrate(at(step, () => etcd.send("SIGKILL")));
      expect(outcome).toMatchObject({ where: expect.stringContaining("still runs on host-a") });
      // Without the store, too.
      expect(running().map(({ host }) => host)).toEqual([owner]);
      await expectGoesOn(a.hypervisor);
      await etcd.end();
      etcd.start();
      await cluster.untilLed();
      expect(await untilSettled()).toBe(owner);
    },
  );

  it.for(["resume", "retire"] as const)(
    "as %s begins holds the move up, and it is finished once it is back",
    async (step) => {
      const migrating = migrate(at(step, () => etcd.send("SIGKILL")));
      await etcd.ended();
      etcd.start();
      await cluster.untilLed();
      expect(await migrating).toBe("moved");
      expect(await untilSettled()).toBe("host-b");
    },
  );
});

describe("Hosts that read different stores", () => {
  it("are told so before a migration begins", async () => {
    await using elsewhere = await EtcdCluster.start(1);
    await using c = await TemporaryHost.open({
      host: "host-c",
      ownership: storeAt(elsewhere.members[0]?.port ?? 0),
    });
    const verdict = async () => {
      const plan = await a.hypervisor.planMigration("web-1", new LocalPeer(() => c.hypervisor), options);
      return plan.checks.find(({ code }) => code === "store_differs");
    };
    expect(await verdict()).toMatchObject({ level: "fail", evidence: "the target's names nobody" });
    await elsewhere.members[0]?.end();
    expect(await verdict()).toMatchObject({ level: "fail", message: "The target cannot read its store." });
  });
});

describe("A commit whose answer is lost", () => {
  beforeEach(() => {
    wayOfA = storeAt(link.port);
  });
  afterEach(() => {
    wayOfA = direct;
  });

  it("was made: the guest moves", async () => {
    const outcome = await migrate(at("commit", () => void link.loseAnswer("/v3/kv/txn")));
    expect(outcome).toBe("moved");
    expect(await untilSettled()).toBe("host-b");
  });

  it("and which is still under way is ruled out before the guest goes on at its source", async () => {
    // It arrives when the guest runs again and the record is not mended yet.
    const abort = vi.spyOn(toB, "abort").mockImplementationOnce(async (id) => {
      await link.deliver();
      await b.hypervisor.incoming.abort(id);
    });
    const outcome = await migrate(at("commit", () => void link.hold("/v3/kv/txn")));
    expect(abort).toHaveBeenCalledOnce();
    expect(isStoreFault(outcome)).toBe(true);
    expect(outcome).toMatchObject({ where: "web-1 still runs on host-a; nothing is lost." });
    expect(await record()).toMatchObject({ owner: "host-a", epoch: 1, migration: null });
    expect(await untilSettled()).toBe("host-a");
  });

  it.for([
    ["was made, is found by the next agent, and the guest moves", "loseAnswer", "host-b"],
    ["was not made, is ruled out by the next agent, and the guest stays", "hold", "host-a"],
  ] as const)("because the agent stopped, and which %s", async ([_, loss, owner]) => {
    const migrating = migrate(
      at("commit", () => {
        const lost = link[loss]("/v3/kv/txn");
        void lost.then(() => link.cut());
      }),
    );
    await until(() => link.isDead);
    // While nobody knows, nobody runs.
    expect(running()).toEqual([]);
    await a.reopen();
    expect(await migrating).toMatchObject({ code: "migration_in_doubt" });
    link.mend();
    expect(await untilSettled()).toBe(owner);
    if (loss === "hold") await link.deliver();
    expect((await record())?.owner).toBe(owner);
  });
});
