import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { BootSectorName } from "@gantry/demo-guest";
import { type OperationContext, silentContext } from "../../instance/index.ts";
import {
  type MigrationOptions,
  migrationOptionsSchema,
  type MigrationResult,
} from "../../model/migration.ts";
import { migrateSetParameters, QmpConnection, queryStatus } from "../../qmp/index.ts";
import { LocalPeer } from "../../testing/local-peer.ts";
import { LosableStore } from "../../testing/losable-store.ts";
import { consoleText, TemporaryHost, until } from "../../testing/temporary-host.ts";

/** Two hosts, and a guest on the first that is to end its move by post-copy. */
interface Moving {
  readonly a: TemporaryHost;
  readonly b: TemporaryHost;
  readonly toB: LocalPeer;
  readonly notes: readonly string[];
  move(more?: Partial<MigrationOptions>): Promise<MigrationResult>;
}

/**
 * The first pass takes two seconds, and what the guest writes meanwhile another one: after the time-out it is far from
 * done, and what is left is more than the sockets between the two can hold.
 */
const slow = { bandwidth: 500_000, allowedPauseMs: 1, timeoutSeconds: 1 } as const;

async function moving(
  stack: AsyncDisposableStack,
  {
    guest = "scribbler",
    shared = false,
    ...spec
  }: { guest?: BootSectorName; shared?: boolean; onCrash?: "restart" } = {},
): Promise<Moving> {
  const records = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const store = () => (shared ? { ownership: new LosableStore(records.path, { shared }) } : {});
  const a = stack.use(await TemporaryHost.open({ host: "host-a", ...store() }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b", ...store() }));
  const toB = new LocalPeer(() => b.hypervisor);
  await a.createGuest("web-1", guest, spec);
  await a.hypervisor.start("web-1");
  await until(async () => (await consoleText(a.hypervisor, "web-1")).length > 0);
  const notes: string[] = [];
  const context: OperationContext = {
    ...silentContext(),
    step: (_name, _status, note) => void (note === undefined || notes.push(note)),
  };
  const move = (more: Partial<MigrationOptions> = {}) => {
    const options = migrationOptionsSchema.parse({ ...slow, onTimeout: "post-copy", ...more });
    return a.hypervisor.migrate("web-1", { peer: toB, options, context });
  };
  return { a, b, toB, notes, move };
}

/**
 * Bytes a second of what is left that QEMU sends by itself, which come to one page every tenth of a second. What its target
 * asks for comes at once all the same: nobody has to wait, and something is missing for a while.
 */
const trickle = 4096;
const asFastAsItCan = 0;

async function sendRestAt(host: TemporaryHost, bytesPerSecond: number): Promise<void> {
  await using monitor = await QmpConnection.open({ path: await rescueOf(host) });
  await migrateSetParameters(monitor, { "max-postcopy-bandwidth": bytesPerSecond });
}

/** @returns resolves when the guest runs on the target, without all of its memory, and lets the rest follow. */
async function halfArrived(world: Moving): Promise<() => void> {
  const { a, b, toB } = world;
  atFirstLook(world, () => sendRestAt(a, trickle));
  const { promise, resolve } = Promise.withResolvers<void>();
  const commit = toB.commit.bind(toB);
  toB.commit = async (request) => {
    const reply = await commit(request);
    toB.commit = commit;
    resolve();
    return reply;
  };
  await promise;
  expect(b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running" }]);
  return () => {
    // Its process may have been killed.
    sendRestAt(a, asFastAsItCan).catch(() => undefined);
  };
}

/** What is sent stays on its way from now on. @returns lets it go on. */
function stall({ toB }: Moving): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  toB.onTheWay = async (piece) => {
    await promise;
    return piece;
  };
  return resolve;
}

/** Runs `act` when the source asks the target for the first time after the commit: nothing has been sent since. */
function atFirstLook({ a, toB }: Moving, act: () => Promise<void>): void {
  const probe = toB.probe.bind(toB);
  let asked = 0;
  toB.probe = async (id) => {
    asked += 1;
    // The first question is that of the switchover, before the commit.
    if (asked === 2) await act();
    return await probe(id);
  };
  expect(a.hypervisor.list()).toHaveLength(1);
}

/**
 * Lets a part of the devices pass, and cuts the link once the source's QEMU has got rid of the rest: what it still has to
 * send does not fit into the sockets, what is left of the devices does.
 */
async function cutWithinDevices({ a, toB }: Moving): Promise<void> {
  await quietLink({ toB });
  let rest = partOfDevices;
  toB.onTheWay = async (piece) => {
    const part = piece.subarray(0, rest);
    rest -= part.length;
    if (part.length === piece.length) return part;
    await until(async () => (await transcriptOf(a)).includes('"postcopy-active"'));
    setImmediate(() => toB.stream?.destroy());
    return part;
  };
}

/** Nothing of what QEMU has sent so far is on its way any more. */
async function quietLink({ toB }: Pick<Moving, "toB">): Promise<void> {
  let passed = 0;
  toB.onTheWay = async (piece) => {
    passed += piece.length;
    return await Promise.resolve(piece);
  };
  for (let before = -1, quiet = 0; quiet < 20; quiet = before === passed ? quiet + 1 : 0) {
    before = passed;
    await delay(5);
  }
}

/** Of some 300 kB. */
const partOfDevices = 200_000;

async function transcriptOf({ dir, hypervisor }: TemporaryHost): Promise<string> {
  const file = join(dir, "log", hypervisor.list()[0]?.uuid ?? "", "qmp.log");
  return await readFile(file, "utf8").catch(() => "");
}

async function killQemu(host: TemporaryHost): Promise<void> {
  for (const pid of await host.qemuPids()) process.kill(pid, "SIGKILL");
  await until(async () => (await host.qemuPids()).length === 0);
}

async function rescueOf(host: TemporaryHost): Promise<string> {
  const run = join(host.dir, "run");
  const [process = ""] = (await readdir(run)).filter((name) => /^[0-9a-f]{8}-[0-9a-f]{8}$/.test(name));
  return join(run, process, "rescue.sock");
}

/**
 * Lets QEMU read all of its guest's memory, in its main loop, as a device may that is at work: it stands still at the first
 * page that is missing, and answers no new client. `free`: it has read everything.
 */
async function blockMainLoop(
  host: TemporaryHost,
): Promise<AsyncDisposable & { readonly free: Promise<unknown> }> {
  const monitor = await QmpConnection.open({ path: await rescueOf(host) });
  const filename = join(host.dir, "memory");
  const reading = { val: 0, size: 16 * 1_048_576, filename };
  const free = monitor.execute("pmemsave", reading, { timeoutMs: 60_000 });
  free.catch(() => undefined);
  await expect(queryStatus(monitor, { timeoutMs: 1500 })).rejects.toMatchObject({ code: "monitor_timeout" });
  return { free, [Symbol.asyncDispose]: async () => await monitor[Symbol.asyncDispose]() };
}

async function expectAnswers({ hypervisor }: TemporaryHost): Promise<void> {
  // A guest that has just been started may not listen yet.
  await until(async () => {
    hypervisor.console("web-1").write(Buffer.from("?"));
    return (await consoleText(hypervisor, "web-1")).includes("?");
  });
}

async function expectMoved({ a, b }: Moving): Promise<void> {
  expect(a.hypervisor.list()).toEqual([]);
  expect(await a.qemuPids()).toEqual([]);
  expect(b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running", host: "host-b" }]);
  expect(await b.qemuPids()).toHaveLength(1);
  await expectAnswers(b);
}

async function expectStayed({ a, b }: Moving): Promise<void> {
  expect(a.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running", host: "host-a" }]);
  await until(async () => (await b.qemuPids()).length === 0);
  expect(b.hypervisor.list()).toEqual([]);
  await expectAnswers(a);
}

const words =
  "Its memory was lost while it moved from host-a to host-b by post-copy; it starts from its disks, as after a power cut.";

describe("A guest that writes too fast, when post-copy was chosen for it", () => {
  test("moves by it, and leaves nothing behind", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    expect(await world.move()).toMatchObject({ outcome: "moved", afterTimeout: "post-copy" });
    expect(world.notes).toContain(
      "after 1 s: the guest is let run there, and the rest of its memory is sent after it",
    );
    await expectMoved(world);
    const back = {
      peer: new LocalPeer(() => world.a.hypervisor),
      options: migrationOptionsSchema.parse({ allowedPauseMs: 10_000 }),
    };
    expect(await world.b.hypervisor.migrate("web-1", back)).toMatchObject({ outcome: "moved" });
  });

  test("loses and repeats no letter that is typed meanwhile", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    let hasMoved = false;
    const moved = world.move().finally(() => (hasMoved = true));
    moved.catch(() => undefined);
    let typed = "";
    for (let key = 0; !hasMoved || key % 26 !== 0; await delay(10)) {
      const letter = Buffer.from(String.fromCodePoint(97 + (key % 26)));
      const there = world.b.hypervisor.list().length === 1 ? world.b : world.a;
      // Held for the moment in which the guest is on neither: whoever types tries again, as a console session does.
      if (!there.hypervisor.console("web-1").write(letter)) continue;
      typed += letter.toString();
      key += 1;
    }
    expect(await moved).toMatchObject({ afterTimeout: "post-copy" });
    const echoed = async () => (await consoleText(world.b.hypervisor, "web-1")).replace(/^[^]*READY\s*/, "");
    await until(async () => (await echoed()).length >= typed.length);
    expect(await echoed()).toBe(typed);
  });

  test("loses nothing when the link breaks before all of its memory has arrived", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const moved = world.move();
    const goOn = await halfArrived(world);
    const { hypervisor } = world.b;
    await expect(hypervisor.suspend("web-1")).rejects.toMatchObject({ code: "busy" });
    world.toB.stream?.destroy();
    goOn();
    expect(await moved).toMatchObject({ outcome: "moved" });
    await expectMoved(world);
  });

  test("loses nothing when nothing comes through the first stream that is opened anew", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const moved = world.move();
    const goOn = await halfArrived(world);
    const openStream = world.toB.openStream.bind(world.toB);
    world.toB.openStream = async (ticket) => {
      world.toB.openStream = openStream;
      await openStream(ticket);
      throw new Error("What the target said to it was lost.");
    };
    world.toB.stream?.destroy();
    goOn();
    expect(await moved).toMatchObject({ outcome: "moved" });
    await expectMoved(world);
  });

  test("loses nothing when the agent of its target is restarted before all of its memory has arrived", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const moved = world.move();
    const goOn = await halfArrived(world);
    await world.b.reopen();
    goOn();
    expect(await moved).toMatchObject({ outcome: "moved" });
    await expectMoved(world);
  });

  test("loses nothing when the agent of its target is restarted while its QEMU itself waits for a page", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const moved = world.move();
    const goOn = await halfArrived(world);
    const letPass = stall(world);
    await using blocked = await blockMainLoop(world.b);
    await world.b.reopen();
    // Its agent cannot know whether it runs.
    await expect(world.toB.again()).rejects.toMatchObject({ code: "monitor_timeout" });
    expect(world.b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "unresponsive" }]);
    letPass();
    goOn();
    expect(await moved).toMatchObject({ outcome: "moved" });
    await blocked.free;
    await until(() => world.b.hypervisor.list()[0]?.state === "running");
    await expectMoved(world);
  });

  test("loses nothing when the link breaks while the QEMU of its target waits for a page before it lets it run", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const { a, b, toB } = world;
    atFirstLook(world, () => sendRestAt(a, trickle));
    const blocked = Promise.withResolvers<() => void>();
    toB.beforeCommit = async () => {
      toB.beforeCommit = () => Promise.resolve();
      const letPass = stall(world);
      stack.use(await blockMainLoop(b));
      blocked.resolve(letPass);
    };
    const moved = world.move();
    const letPass = await blocked.promise;
    toB.stream?.destroy();
    letPass();
    await sendRestAt(a, asFastAsItCan);
    expect(await moved).toMatchObject({ outcome: "moved" });
    await expectMoved(world);
  });

  test("is told as lost although it was started again there, where its spec says so", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack, { onCrash: "restart", shared: true });
    const { a, b, toB } = world;
    let half: number | undefined;
    toB.beforeCommit = async () => {
      [half] = await b.qemuPids();
    };
    const moved = world.move().catch((error: unknown) => error);
    await halfArrived(world);
    const probe = toB.probe.bind(toB);
    // The source does not hear of it before it runs again.
    toB.probe = async (id) => {
      await until(async () => {
        const [pid] = await b.qemuPids();
        return pid !== undefined && pid !== half && b.hypervisor.list()[0]?.state === "running";
      });
      return await probe(id);
    };
    process.kill(half ?? expect.fail("it never came"), "SIGKILL");
    expect(await moved).toMatchObject({
      code: "memory_lost",
      message: expect.stringContaining("QEMU ended on host-b before all of it had arrived"),
      where: "web-1 was started again on host-b, from its disks, as after a power cut.",
    });
    expect(a.hypervisor.list()).toEqual([]);
    expect(await a.qemuPids()).toEqual([]);
    expect(b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "running" }]);
    await expectAnswers(b);
  });

  test.each([
    { records: "a store each", shared: false },
    { records: "one store", shared: true },
  ])(
    "loses nothing when the agent of its source is restarted before all of its memory has arrived, with $records",
    async ({ shared }) => {
      await using stack = new AsyncDisposableStack();
      const world = await moving(stack, { shared });
      const moved = world.move().catch((error: unknown) => error);
      const goOn = await halfArrived(world);
      await world.a.reopen();
      goOn();
      expect(await moved).toMatchObject({ code: "migration_in_doubt" });
      await until(async () => {
        await world.a.hypervisor.recover(() => world.toB);
        return world.a.hypervisor.list().length === 0;
      });
      await expectMoved(world);
    },
  );

  test("keeps what has arrived, whatever its source says, once nothing is missing", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const commit = world.toB.commit.bind(world.toB);
    let id = "";
    world.toB.commit = async (request) => {
      id = request.migrationId;
      return await commit(request);
    };
    world.toB.letGo = () => Promise.resolve();
    expect(await world.move()).toMatchObject({ outcome: "moved", afterTimeout: "post-copy" });
    // As long as it is not on record, QEMU itself says it.
    await expect(world.toB.endRest(id)).rejects.toMatchObject({ code: "wrong_state" });
    await world.b.hypervisor.recover(() => undefined);
    await world.toB.endRest(id);
    await expect(world.toB.rejoin(id)).rejects.toMatchObject({ code: "not_found" });
    await expectMoved(world);
  });

  test("is told as lost, and starts from its disks on the target, when QEMU dies there before all has arrived", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const moved = world.move().catch((error: unknown) => error);
    await halfArrived(world);
    await killQemu(world.b);
    expect(await moved).toMatchObject({
      code: "memory_lost",
      message: expect.stringContaining("QEMU ended on host-b before all of it had arrived"),
      where: "web-1 runs nowhere. It is on host-b; its disks are as the guest left them.",
    });
    expect(world.a.hypervisor.list()).toEqual([]);
    expect(await world.a.qemuPids()).toEqual([]);
    expect(world.b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "crashed" }]);
    await world.b.hypervisor.start("web-1");
    await expectAnswers(world.b);
  });

  test.each([
    { records: "a store each", shared: false },
    { records: "one store", shared: true },
  ])(
    "is told as lost by the next agent of its source, when that one was away while QEMU died on the target, with $records",
    async ({ shared }) => {
      await using stack = new AsyncDisposableStack();
      const world = await moving(stack, { shared });
      const moved = world.move().catch((error: unknown) => error);
      await halfArrived(world);
      await world.a.away(async () => {
        expect(await moved).toMatchObject({ code: "migration_in_doubt" });
        await killQemu(world.b);
        await until(() => world.b.hypervisor.list()[0]?.state === "crashed");
      });
      // The target's agent may be starting too, and it alone knows.
      world.toB.broken.add("probe");
      expect(await world.a.hypervisor.recover(() => world.toB)).toEqual([]);
      world.toB.broken.delete("probe");
      const found: unknown[] = [];
      await until(async () => {
        found.push(...(await world.a.hypervisor.recover(() => world.toB)));
        return found.length > 0;
      });
      expect(found[0]).toMatchObject({
        outcome: "moved",
        lost: {
          code: "memory_lost",
          where: "web-1 runs nowhere. It is on host-b; its disks are as the guest left them.",
        },
      });
      expect(world.a.hypervisor.list()).toEqual([]);
      expect(await world.a.qemuPids()).toEqual([]);
    },
  );

  test("is told as lost, and starts from its disks on the target, when QEMU dies on the source before all was sent", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const moved = world.move().catch((error: unknown) => error);
    const goOn = await halfArrived(world);
    await killQemu(world.a);
    goOn();
    expect(await moved).toMatchObject({
      code: "memory_lost",
      message: expect.stringContaining("QEMU ended on host-a before all of it had been sent"),
    });
    expect(world.a.hypervisor.list()).toEqual([]);
    expect(world.b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "crashed", reason: words }]);
    expect(await world.b.qemuPids()).toEqual([]);
    await world.b.hypervisor.start("web-1");
    await expectAnswers(world.b);
  });

  test("is told as lost, and starts from its disks on the target, when QEMU dies on the source and that of the target answers no new agent", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const moved = world.move().catch((error: unknown) => error);
    await halfArrived(world);
    const letPass = stall(world);
    await using _blocked = await blockMainLoop(world.b);
    await world.b.reopen();
    await killQemu(world.a);
    letPass();
    expect(await moved).toMatchObject({ code: "memory_lost" });
    expect(world.b.hypervisor.list()).toMatchObject([{ name: "web-1", state: "stopped", reason: words }]);
    expect(await world.b.qemuPids()).toEqual([]);
    await world.b.hypervisor.start("web-1");
    await expectAnswers(world.b);
  });

  test("is told as lost, and starts from its disks on the source, when the link breaks while its devices are on the way", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    atFirstLook(world, () => cutWithinDevices(world));
    await expect(world.move()).rejects.toMatchObject({
      code: "memory_lost",
      where: "web-1 runs nowhere. It is on host-a; its disks are as the guest left them.",
    });
    expect(world.a.hypervisor.list()).toMatchObject([{ name: "web-1", state: "crashed", reason: words }]);
    expect(world.b.hypervisor.list()).toEqual([]);
    expect([...(await world.a.qemuPids()), ...(await world.b.qemuPids())]).toEqual([]);
    await world.a.hypervisor.start("web-1");
    await expectAnswers(world.a);
  });

  test("goes on at the source when its target dies between the commit and the devices", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    atFirstLook(world, () => killQemu(world.b));
    await expect(world.move()).rejects.toMatchObject({ code: "migration_failed" });
    await expectStayed(world);
  });

  test("goes on at the source when its target dies before the commit", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const probe = world.toB.probe.bind(world.toB);
    world.toB.probe = async (id) => {
      await killQemu(world.b);
      // What cannot become whole any more is removed there, sooner or later.
      const ended = ["failed", "gone"];
      await until(async () => ended.includes((await probe(id).catch(() => undefined))?.phase ?? ""));
      return await probe(id);
    };
    await expect(world.move()).rejects.toMatchObject({ code: "migration_failed" });
    await expectStayed(world);
  });

  test("goes on at the source when the source's agent is restarted between the commit and the devices", async () => {
    await using stack = new AsyncDisposableStack();
    const world = await moving(stack);
    const { promise: reopened, resolve } = Promise.withResolvers<void>();
    atFirstLook(world, () => {
      void world.a.reopen().then(resolve);
      return Promise.reject(new Error("Its agent is on its way out."));
    });
    await expect(world.move()).rejects.toMatchObject({ code: "migration_in_doubt" });
    await reopened;
    await until(async () => {
      await world.a.hypervisor.recover(() => world.toB);
      return world.a.hypervisor.list()[0]?.state === "running";
    });
    await expectStayed(world);
  });
});
