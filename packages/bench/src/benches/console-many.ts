import { setTimeout as delay } from "node:timers/promises";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { proportionalMiB } from "../figures/memory.ts";
import { processorNanoseconds } from "../figures/processor-time.ts";
import { quantile } from "../figures/statistics.ts";
import { severalAtATime } from "../fleet/several-at-a-time.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport, Series } from "../report/report.ts";
import { AgentViewer } from "../viewers/agent-viewer.ts";
import { EchoTimes } from "../viewers/echo-times.ts";

const sizes = [50, 200];
const keyEveryMs = 100;
const windows = 3;
const windowMs = 5000;
/** Until what was started, and what was collected, is quiet. */
const settleMs = 3000;
const atOnce = 4;

interface Load {
  /** Of one processor, per console. */
  readonly processor: number[];
  readonly kibibytes: number[];
  readonly echoes: number[];
  readonly late: number;
  readonly missing: number;
}

/** Many guests at once, somebody at each of their consoles, who presses ten keys a second. */
export async function consoleMany(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const loads = new Map<number, Load>();
  let made = 0;
  for (const size of sizes) {
    await startGuests(agent, lab, { from: made, to: size });
    made = size;
    loads.set(size, await load(agent, lab, size));
  }
  const of = (size: number) =>
    loads.get(size) ?? { processor: [], kibibytes: [], echoes: [], late: 0, missing: 0 };
  return {
    bench: "Many consoles, ten keys a second at each",
    series: sizes.flatMap((size): Series[] => [
      { subject: `${size} consoles: agent's processor, each`, unit: "%", values: of(size).processor },
      { subject: `${size} consoles: agent's memory, each`, unit: "KiB", values: of(size).kibibytes },
      { subject: `${size} consoles: key echo`, unit: "ms", values: of(size).echoes },
    ]),
    comparisons: sizes.flatMap((size) => [
      {
        name: `processor of the agent for each of ${size}`,
        unit: "%" as const,
        values: of(size).processor,
        aim: { atMost: 0.5 },
      },
      {
        name: `memory of the agent for each of ${size}`,
        unit: "KiB" as const,
        values: of(size).kibibytes,
        aim: { atMost: 128 },
      },
    ]),
    notes: sizes.map(
      (size) =>
        `${size} consoles: ${of(size).late} echoes came after the next key, ${of(size).missing} never came`,
    ),
  };
}

async function startGuests(
  agent: BenchAgent,
  lab: Lab,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const names = Array.from({ length: to - from }, (_, index) => nameOf(from + index));
  for (const name of names)
    await agent.calls.create({ ...(await lab.guest(name, "echo")).spec, machine: "pc" });
  await severalAtATime(atOnce, names, (name) => agent.calls.start(name));
}

function nameOf(index: number): string {
  return `echo-${index}`;
}

async function load(agent: BenchAgent, lab: Lab, size: number): Promise<Load> {
  await delay(settleMs);
  const before = await proportionalMiB(agent.pid);
  using people = new DisposableStack();
  const echoes: EchoTimes[] = [];
  for (let index = 0; index < size; index += 1) {
    lab.signal.throwIfAborted();
    echoes.push(new EchoTimes(people.use(await AgentViewer.open(agent, nameOf(index)))));
  }
  const typing: NodeJS.Timeout[] = [];
  const found: Load = { processor: [], kibibytes: [], echoes: [], late: 0, missing: 0 };
  for (const [index, person] of echoes.entries()) {
    typing.push(setInterval(() => person.press(), keyEveryMs));
    // Evenly over the time between two keys.
    if (index % 10 === 9) await delay((keyEveryMs * 10) / size);
  }
  await delay(settleMs);
  for (let window = 0; window < windows; window += 1) {
    lab.signal.throwIfAborted();
    const [used, at] = [await processorNanoseconds(agent.pid), performance.now()];
    await delay(windowMs);
    const share = Number((await processorNanoseconds(agent.pid)) - used) / 1e6 / (performance.now() - at);
    found.processor.push((100 * share) / size);
    found.kibibytes.push(((await proportionalMiB(agent.pid)) - before) * (1024 / size));
  }
  found.echoes.push(...echoes.map(({ times }) => quantile(times, 0.5)));
  for (const stop of typing) clearInterval(stop);
  await delay(settleMs);
  const sum = (count: (person: EchoTimes) => number) =>
    echoes.reduce((total, person) => total + count(person), 0);
  return { ...found, late: sum(({ late }) => late), missing: sum(({ missing }) => missing) };
}
