import { setTimeout as delay } from "node:timers/promises";
import { Hypervisor } from "@gantry/kvm-core";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { createFleet, fleetNames, startPaused } from "../fleet/fleet.ts";
import { proportionalMiB } from "../figures/memory.ts";
import { processorNanoseconds } from "../figures/processor-time.ts";
import { median } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport, Series } from "../report/report.ts";

const sizes = [1, 50, 200];
const listsOfEach = 100;
const rounds = 10;
const adoptions = 5;
/** Until what was started, and what was collected, is quiet. */
const settleMs = 5000;
const idleSeconds = 30;

/** What many instances cost: list, figures of all, memory, processor time when nobody looks, and adoption. */
export async function fleet(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const lists: Series[] = [];
  let made = 0;
  for (const size of sizes) {
    const names = fleetNames(made, size);
    await createFleet(agent, lab, names);
    await startPaused(agent, names);
    made = size;
    lists.push({
      subject: `instances.list of ${size}, over HTTP`,
      unit: "ms",
      values: await listings(agent),
    });
  }
  const figures = await repeated(rounds, () => agent.calls.query("instances.figures", {}));
  const { memory, processor } = await idle(agent);
  await agent.stop();
  const adopted = await adoption(agent);
  return report({ lists, figures, memory, processor, adopted });
}

async function listings(agent: BenchAgent): Promise<number[]> {
  return await repeated(listsOfEach, () => agent.calls.query("instances.list", {}));
}

async function repeated(times: number, act: () => Promise<unknown>): Promise<number[]> {
  const values: number[] = [];
  for (let warmUp = 0; warmUp < 3; warmUp += 1) await act();
  for (let round = 0; round < times; round += 1) {
    const before = performance.now();
    await act();
    values.push(performance.now() - before);
  }
  return values;
}

/** Proportional memory, and milliseconds of processor time per second while nobody asks for anything. */
async function idle({ pid }: BenchAgent): Promise<{ memory: number; processor: number }> {
  await delay(settleMs);
  // Until those who just looked count as gone.
  await delay(15_000);
  const before = await processorNanoseconds(pid);
  await delay(idleSeconds * 1000);
  const used = (await processorNanoseconds(pid)) - before;
  return { memory: await proportionalMiB(pid), processor: Number(used) / 1e6 / idleSeconds };
}

/** How long a new driver takes until every process that the agent left is taken up. */
async function adoption({ directories }: BenchAgent): Promise<number[]> {
  const values: number[] = [];
  for (let round = 0; round < adoptions; round += 1) {
    const before = performance.now();
    await using driver = await Hypervisor.open({
      host: "bench",
      ...directories,
      accel: "tcg",
      qemuUser: "none",
      imageRoots: [],
    });
    values.push(performance.now() - before);
    const paused = driver.list().filter(({ state }) => state === "paused").length;
    if (paused !== sizes.at(-1)) throw new Error(`${paused} instances were taken up, not ${sizes.at(-1)}.`);
  }
  return values;
}

function report(found: {
  lists: readonly Series[];
  figures: readonly number[];
  memory: number;
  processor: number;
  adopted: readonly number[];
}): BenchReport {
  const { lists, figures, memory, processor, adopted } = found;
  const most = lists.at(-1)?.values ?? [];
  const size = sizes.at(-1);
  return {
    bench: `A host of ${size} paused instances`,
    series: [
      ...lists,
      { subject: `instances.figures of ${size}, over HTTP`, unit: "ms", values: figures },
      { subject: `adopting ${size}`, unit: "ms", values: adopted },
    ],
    comparisons: [
      { name: `list of ${size}`, unit: "ms", values: [median(most)], aim: { atMost: 1.5 } },
      { name: `figures of ${size}`, unit: "ms", values: [median(figures)], aim: { atMost: 130 } },
      { name: `adopting ${size}`, unit: "ms", values: [median(adopted)], aim: { atMost: 300 } },
      { name: "memory of the agent (PSS)", unit: "MiB", values: [memory], aim: { atMost: 60 } },
      { name: "processor time per second, idle", unit: "ms", values: [processor], aim: { atMost: 0.2 } },
    ],
    notes: [],
  };
}
