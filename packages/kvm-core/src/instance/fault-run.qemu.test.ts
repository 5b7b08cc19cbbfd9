import { mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FileOwnershipStore, Layout } from "../state-dir/index.ts";
import { killQemus } from "../testing/kill-qemus.ts";
import { runAndDie } from "../testing/run-and-die.ts";
import { FaultPoints } from "../testing/fault-points.ts";
import { type FaultedVerb, faultedVerbs } from "../testing/faulted-verbs.ts";
import { TemporaryHost, until } from "../testing/temporary-host.ts";

const rowOf = (host: TemporaryHost) => host.hypervisor.list()[0] ?? expect.fail("nothing is listed");
const recordsOf = ({ config }: TemporaryHost) =>
  config.ownership ?? new FileOwnershipStore(new Layout(config).ownershipDir);

/** Brings the instance to where the verb begins. */
async function prepare(host: TemporaryHost, { needs }: FaultedVerb): Promise<void> {
  const isRunning = rowOf(host).state === "running";
  if (needs === "stopped" && isRunning)
    await host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 30 });
  if (needs === "running" && !isRunning) await host.hypervisor.start("web-1");
  if (needs === "running") await answers(host);
}

/** The guest has booted, and echoes what is typed. */
async function answers(host: TemporaryHost): Promise<void> {
  const console = host.hypervisor.console("web-1");
  const written = async (from: number) => {
    await console.settle();
    return Buffer.from(await console.read(Math.max(from, console.oldest), 65_536)).toString("latin1");
  };
  await until(async () => (await written(console.boots.at(-1)?.from ?? 0)).includes("READY"));
  const before = await console.settle();
  // A boot begins at its first byte: after a reset "READY" may be the old boot's, and a key typed before the new one has
  // set up its port is lost. So one more for each heartbeat.
  let heard = -1;
  await until(async () => {
    const echoed = await written(before);
    if (echoed.includes("k")) return true;
    if (echoed.length > heard) console.write(Buffer.from("k"));
    heard = echoed.length;
    return false;
  });
}

/** A host with a stopped instance, and what hears of the points of the verbs that run in this process. */
async function openHost(scope: AsyncDisposableStack): Promise<Watched> {
  const records = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-")));
  const watched = { reach: (_point: string): void => undefined };
  const points = new FaultPoints((point) => watched.reach(point));
  const ownership = points.store(new FileOwnershipStore(records.path));
  const host = scope.use(await TemporaryHost.open({ ownership }));
  await host.createGuest("web-1");
  return { host, run: (verb, reach) => runWatched({ host, points, watched }, verb, reach) };
}

interface Watched {
  readonly host: TemporaryHost;
  /** The verb, with what shall happen at its points. Whether it fails is not the question. */
  readonly run: (verb: FaultedVerb, reach: (point: string) => void) => Promise<void>;
}

async function runWatched(
  on: { host: TemporaryHost; points: FaultPoints; watched: { reach: (point: string) => void } },
  verb: FaultedVerb,
  reach: (point: string) => void,
): Promise<void> {
  const { host, points, watched } = on;
  points.begin();
  watched.reach = reach;
  await verb.run(host.hypervisor, points.context()).then(
    () => points.ended(),
    () => undefined,
  );
  watched.reach = () => undefined;
}

/** What Node has compiled for one of the agents: the next ones begin in half the time. */
let compiled: Awaited<ReturnType<typeof mkdtempDisposable>>;
beforeAll(async () => {
  compiled = await mkdtempDisposable(join(tmpdir(), "gantry-"));
});
afterAll(() => compiled[Symbol.asyncDispose]());

/** What is true after any death: one process or none, a state with its reason, nothing left behind, and it can run. */
async function assertSound(host: TemporaryHost, at: string): Promise<void> {
  await until(async () => {
    const { state } = rowOf(host);
    const runs = (await host.qemuPids()).length > 0;
    return !["starting", "stopping"].includes(state) && runs === (state === "running");
  });
  const { state, reason, uuid } = rowOf(host);
  expect(["running", "stopped", "crashed"], at).toContain(state);
  const pids = await host.qemuPids();
  const held = await recordsOf(host).read(uuid);
  const { runtime } = await host.hypervisor.get("web-1");
  const directories = (await readdir(join(host.dir, "run"))).filter((name) => /^[0-9a-f]{8}-/.test(name));
  if (state === "running") {
    expect(pids, at).toEqual([runtime?.pid]);
    expect(held?.record, at).toMatchObject({ owner: "host-a", incarnation: runtime?.incarnation });
    expect(directories, at).toHaveLength(1);
  } else {
    expect(pids, at).toEqual([]);
    expect(held?.record.incarnation ?? null, at).toBeNull();
    expect(directories, at).toEqual([]);
    expect(runtime, at).toBeUndefined();
    if (held !== undefined && held.record.epoch > 1) expect(reason, at).toBeDefined();
    await host.hypervisor.start("web-1");
  }
  expect(held?.record.migration ?? null, at).toBeNull();
  await answers(host);
  expect(await host.qemuPids(), at).toHaveLength(1);
}

async function pointsOf({ host, run }: Watched, verb: FaultedVerb): Promise<string[]> {
  await prepare(host, verb);
  const points: string[] = [];
  await run(verb, (point) => points.push(point));
  await assertSound(host, "dry run");
  return points;
}

// Two hosts at a time: each waits for its guest while the other works.
describe.for(Object.entries(faultedVerbs))("a death during %s", ([name, verb]) => {
  test.concurrent("of the agent, at any of its steps, leaves everything true", {
    timeout: 300_000,
  }, async () => {
    await using scope = new AsyncDisposableStack();
    const points = await pointsOf(await openHost(scope), verb);
    expect(points.length).toBeGreaterThan(2);
    const host = scope.use(await TemporaryHost.open());
    await host.createGuest("web-1");
    for (const point of points) {
      await prepare(host, verb);
      await host.away(async () => {
        const died = await runAndDie(host, { verb: name, point, compiled: compiled.path });
        expect(died, `the agent at "${point}"`).toBe(true);
      });
      await assertSound(host, `${name}, agent dead ${point}`);
    }
  });

  test.concurrent("of QEMU, at any of its steps, leaves everything true", { timeout: 300_000 }, async () => {
    await using scope = new AsyncDisposableStack();
    const watched = await openHost(scope);
    const { host, run } = watched;
    for (const point of await pointsOf(watched, verb)) {
      await prepare(host, verb);
      await run(verb, (reached) => {
        if (reached === point) killQemus(host);
      });
      await assertSound(host, `${name}, QEMU dead ${point}`);
    }
  });
});
