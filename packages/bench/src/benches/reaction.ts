import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Hypervisor, type InstanceEvent } from "@gantry/kvm-core";
import { median } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { ByHandMonitor } from "../peers/by-hand-monitor.ts";
import type { BenchReport } from "../report/report.ts";

const rounds = 20;
const instance = "reaction";

/** How soon the driver knows: of an event, of a death; and how soon a forced stop is done. */
export async function reaction(lab: Lab): Promise<BenchReport> {
  const driver = await openDriver(lab);
  const { spec } = await lab.guest(instance, "interactive");
  await driver.create({ spec });
  const events = await eventToWatcher(driver);
  const stops: number[] = [];
  const deaths: { known: number; cleaned: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    lab.signal.throwIfAborted();
    stops.push(await forcedStop(driver));
    deaths.push(await death(driver));
  }
  return {
    bench: "Reactions of the driver",
    series: [
      { subject: "QEMU's answer to its event at a watcher", unit: "ms", values: events },
      { subject: "kill -9 until it is known", unit: "ms", values: deaths.map(({ known }) => known) },
      { subject: "kill -9 until it is explained", unit: "ms", values: deaths.map(({ cleaned }) => cleaned) },
      { subject: "forced stop", unit: "ms", values: stops },
    ],
    comparisons: [
      { name: "event to watcher", unit: "ms", values: [median(events)], aim: { atMost: 0.6 } },
      {
        name: "death known",
        unit: "ms",
        values: [median(deaths.map(({ known }) => known))],
        aim: { atMost: 5 },
      },
      { name: "forced stop to gone", unit: "ms", values: [median(stops)], aim: { atMost: 10 } },
    ],
    notes: [],
  };
}

async function openDriver(lab: Lab): Promise<Hypervisor> {
  const below = join(lab.directory, "d");
  await mkdir(below);
  const [stateDir, runDir, logDir] = ["state", "run", "log"].map((name) => join(below, name));
  return lab.keep(
    await Hypervisor.open({
      host: "bench",
      stateDir: stateDir ?? below,
      runDir: runDir ?? below,
      logDir: logDir ?? below,
      accel: "tcg",
      qemuUser: "none",
    }),
  );
}

/** From the answer to a command that somebody else gave QEMU until a watcher of the driver hears what it did. */
async function eventToWatcher(driver: Hypervisor): Promise<number[]> {
  await driver.start(instance);
  const { runtime } = await driver.get(instance);
  if (runtime === undefined) throw new Error("It runs without a process.");
  const stop = new AbortController();
  using monitor = await ByHandMonitor.open(runtime.rescueMonitor, stop.signal);
  const values: number[] = [];
  for (let round = 0; round < rounds * 5; round += 1) {
    const command = round % 2 === 0 ? "stop" : "cont";
    const heard = nextState(driver, round % 2 === 0 ? "paused" : "running");
    await monitor.execute(command);
    const answered = performance.now();
    values.push(Math.max(0, (await heard) - answered));
  }
  await driver.stop(instance, { force: true, timeoutSeconds: 10 });
  return values;
}

/** From the signal until watchers know that it ended, and until nothing is left of it and they know why. */
async function death(driver: Hypervisor): Promise<{ known: number; cleaned: number }> {
  await driver.start(instance);
  const { runtime } = await driver.get(instance);
  const heard = nextState(driver, "stopping");
  const gone = nextState(driver, "crashed");
  const before = performance.now();
  if (runtime !== undefined) process.kill(runtime.pid, "SIGKILL");
  const known = (await heard) - before;
  return { known, cleaned: (await gone) - before };
}

async function forcedStop(driver: Hypervisor): Promise<number> {
  await driver.start(instance);
  // A guest that boots keeps a core busy; one that waits for a key is what people stop.
  await delay(200);
  const before = performance.now();
  await driver.stop(instance, { force: true, timeoutSeconds: 10 });
  return performance.now() - before;
}

/** When a watcher hears of `state`. */
async function nextState(driver: Hypervisor, state: string): Promise<number> {
  const end = new AbortController();
  const events: AsyncIterable<InstanceEvent> = driver.watch(end.signal);
  try {
    for await (const event of events) {
      if (event.type === "changed" && event.instance.state === state) return performance.now();
    }
  } finally {
    end.abort();
  }
  throw new Error("The driver was closed.");
}
