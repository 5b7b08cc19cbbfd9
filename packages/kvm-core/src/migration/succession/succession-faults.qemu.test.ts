import { mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FileOwnershipStore, Layout } from "../../state-dir/index.ts";
import { FaultPoints } from "../../testing/fault-points.ts";
import { moveHere } from "../../testing/faulted-verbs.ts";
import { atFileActs } from "../../testing/file-acts.ts";
import { killQemus } from "../../testing/kill-qemus.ts";
import { runAndDie } from "../../testing/run-and-die.ts";
import { TemporaryHost, until } from "../../testing/temporary-host.ts";

const rowOf = (host: TemporaryHost) => host.hypervisor.list()[0] ?? expect.fail("nothing is listed");

/** The guest echoes what is typed: a boot of its own would have forgotten what was typed before. */
async function answers(host: TemporaryHost, word: string): Promise<void> {
  const console = host.hypervisor.console("web-1");
  const from = await console.settle();
  expect(console.write(Buffer.from(word))).toBe(true);
  await until(async () => {
    const end = await console.settle();
    return Buffer.from(await console.readAll(from, end))
      .toString("latin1")
      .replaceAll(".", "")
      .includes(word);
  });
}

async function runningHost(
  scope: AsyncDisposableStack,
  config: Partial<TemporaryHost["config"]> = {},
): Promise<TemporaryHost> {
  const host = scope.use(await TemporaryHost.open(config));
  await host.createGuest("web-1");
  await start(host);
  return host;
}

async function start(host: TemporaryHost): Promise<void> {
  await host.hypervisor.start("web-1");
  const console = host.hypervisor.console("web-1");
  await until(async () => {
    await console.settle();
    const { from } = console.boots.at(-1) ?? { from: 0 };
    return Buffer.from(await console.read(from, 4096))
      .toString("latin1")
      .includes("READY");
  });
}

/** One guest that never stopped, in one process that the record names, and nothing of any other. */
async function assertOneGuest(
  host: TemporaryHost,
  {
    boots,
    at,
    records = new Layout(host.config).ownershipDir,
  }: { boots: number; at: string; records?: string },
): Promise<void> {
  await host.hypervisor.recover(() => undefined);
  await until(() => rowOf(host).state === "running");
  await until(async () => (await host.qemuPids()).length === 1);
  const { uuid } = rowOf(host);
  const { runtime } = await host.hypervisor.get("web-1");
  expect(await host.qemuPids(), at).toEqual([runtime?.pid]);
  const held = await new FileOwnershipStore(records).read(uuid);
  expect(held?.record, at).toMatchObject({
    owner: "host-a",
    incarnation: runtime?.incarnation,
    migration: null,
    state: "running",
  });
  await until(async () => (await directoriesOf(host)).length === 1);
  const files = await readdir(join(host.dir, "state", "instances", uuid));
  expect(
    files.filter((name) => name.startsWith("succession")),
    at,
  ).toEqual([]);
  const console = host.hypervisor.console("web-1");
  expect(console.boots.length, at).toBe(boots);
  await answers(host, "hello");
}

/** The guest died with its process, as in any crash: nothing is left of it but the instance, which can be started. */
async function assertCrashed(host: TemporaryHost, records: string, at: string): Promise<void> {
  const { uuid } = rowOf(host);
  await until(() => rowOf(host).state === "crashed");
  await until(async () => (await host.qemuPids()).length === 0);
  expect(await directoriesOf(host), at).toEqual([]);
  const held = await new FileOwnershipStore(records).read(uuid);
  expect(held?.record, at).toMatchObject({ incarnation: null, migration: null });
  const files = await readdir(join(host.dir, "state", "instances", uuid));
  expect(
    files.filter((name) => name.startsWith("succession")),
    at,
  ).toEqual([]);
  await start(host);
}

async function directoriesOf({ dir }: TemporaryHost): Promise<string[]> {
  return (await readdir(join(dir, "run"))).filter((name) => /^[0-9a-f]{8}-[0-9a-f]{8}$/.test(name));
}

/** What Node has compiled for one of the agents: the next ones begin in half the time. */
let compiled: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  compiled = await mkdtempDisposable(join(tmpdir(), "gantry-"));
});
afterAll(() => compiled[Symbol.asyncDispose]());

/** A host in this process, and the move in it, which tells of each of its points; whether it fails is not the question. */
async function watchedHost(scope: AsyncDisposableStack) {
  const records = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const watched = { reach: (_point: string): void => undefined };
  const points = new FaultPoints((point) => watched.reach(point));
  const ownership = points.store(new FileOwnershipStore(records.path));
  const host = await runningHost(scope, { ownership });
  const move = async (reach: (point: string) => void) => {
    using counting = new DisposableStack();
    points.begin();
    watched.reach = (point) => {
      reach(point);
      if (point.endsWith("before commit")) counting.use(atFileActs((act) => reach(`file act ${act}`)));
    };
    await moveHere.run(host.hypervisor, points.context()).then(
      () => points.ended(),
      () => undefined,
    );
    watched.reach = () => undefined;
  };
  return { host, records: records.path, move };
}

async function pointsOf(): Promise<string[]> {
  await using scope = new AsyncDisposableStack();
  const { move } = await watchedHost(scope);
  const reached: string[] = [];
  await move((point) => reached.push(point));
  return reached;
}

test("an agent that dies at any step of a move to a new process leaves one guest, which never stopped", {
  timeout: 300_000,
}, async () => {
  await using scope = new AsyncDisposableStack();
  const host = await runningHost(scope);
  const points = (await pointsOf()).filter((point) => !point.startsWith("file act"));
  for (const point of points) {
    await host.away(async () => {
      expect(await runAndDie(host, { verb: "moveHere", point, compiled: compiled.path }), point).toBe(true);
    });
    await assertOneGuest(host, { boots: 1, at: point });
  }
});

test("an agent that dies at any change of a file from the commit on leaves one guest, which never stopped", {
  timeout: 300_000,
}, async () => {
  await using scope = new AsyncDisposableStack();
  const host = await runningHost(scope);
  for (let act = 1, died = true; died; act += 1) {
    await host.away(async () => {
      died = await runAndDie(host, { verb: "moveHere", point: `file act ${act}`, compiled: compiled.path });
    });
    await assertOneGuest(host, { boots: 1, at: `file act ${act}` });
  }
});

test.for(["old", "new"] as const)(
  "the %s QEMU may die at any step of a move between two: where the other has the guest, it goes on there",
  { timeout: 300_000 },
  async (victim) => {
    const points = await pointsOf();
    const committed = points.indexOf("after commit, before resume");
    await using scope = new AsyncDisposableStack();
    const { host, records, move } = await watchedHost(scope);
    for (const [index, point] of points.entries()) {
      const { runtime } = await host.hypervisor.get("web-1");
      const boots = host.hypervisor.console("web-1").boots.length;
      await move((reached) => {
        if (reached === point) killQemus(host, (pid) => (pid === runtime?.pid) === (victim === "old"));
      });
      const at = `${victim} dead ${point}`;
      const hasGuest = await settledAs(host);
      const otherHasIt = victim === "old" ? index >= committed : index <= committed;
      if (otherHasIt) expect(hasGuest, at).toBe("running");
      if (hasGuest === "running") await assertOneGuest(host, { boots, at, records });
      else await assertCrashed(host, records, at);
    }
  },
);

async function settledAs(host: TemporaryHost): Promise<string> {
  await host.hypervisor.recover(() => undefined);
  await until(async () => {
    const { state } = rowOf(host);
    const { runtime } = await host.hypervisor.get("web-1");
    const pids = await host.qemuPids();
    if (state === "running") return pids.length === 1 && pids[0] === runtime?.pid;
    return state === "crashed" && pids.length === 0;
  });
  return rowOf(host).state;
}
