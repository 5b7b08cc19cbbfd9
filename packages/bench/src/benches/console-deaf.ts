import { setTimeout as delay } from "node:timers/promises";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { proportionalMiB } from "../figures/memory.ts";
import { ratios } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport } from "../report/report.ts";
import { AgentViewer } from "../viewers/agent-viewer.ts";

const deaf = 100;
/** One person may have 64 viewers of one console. */
const guests = 2;
const rounds = 4;
const windowMs = 4000;
const settleMs = 2000;
/** More than the kernel takes for a viewer that does not read: then it is up to the agent. */
const pastBytes = 12_000_000;

/** A hundred viewers that never read, at guests that never stop talking: what they cost the agent and the guests. */
export async function consoleDeaf(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const names = Array.from({ length: guests }, (_, index) => `flood-${index}`);
  for (const name of names) {
    await agent.calls.create((await lab.guest(name, "letters")).spec);
    await agent.calls.start(name);
  }
  const readers: AgentViewer[] = [];
  for (const name of names) readers.push(lab.keep(await AgentViewer.open(agent, name)));
  while (readers.some(({ received }) => received < pastBytes)) await delay(settleMs);
  const [alone, beside, memory]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    lab.signal.throwIfAborted();
    alone.push(await rate(readers));
    const before = await proportionalMiB(agent.pid);
    using crowd = new DisposableStack();
    await attach(agent, names, crowd);
    await delay(settleMs);
    beside.push(await rate(readers));
    memory.push(((await proportionalMiB(agent.pid)) - before) * (1024 / deaf));
  }
  return {
    bench: `${deaf} viewers that never read, of ${guests} guests that never stop`,
    series: [
      { subject: "the guests, one reader at each", unit: "kB/s", values: alone },
      { subject: `the same beside ${deaf} deaf viewers`, unit: "kB/s", values: beside },
      { subject: "agent's memory for each deaf viewer", unit: "KiB", values: memory },
    ],
    comparisons: [
      { name: "beside / alone", values: ratios(beside, alone), aim: { atLeast: 0.9 } },
      { name: "memory of the agent for each", unit: "KiB", values: memory, aim: { atMost: 256 } },
    ],
    notes: [`left out for the two who read: ${readers.reduce((sum, { skipped }) => sum + skipped, 0)} bytes`],
  };
}

async function attach(agent: BenchAgent, names: readonly string[], crowd: DisposableStack): Promise<void> {
  for (let index = 0; index < deaf; index += 1) {
    const viewer = crowd.use(await AgentViewer.open(agent, names[index % names.length] ?? "", 0));
    viewer.stopReading();
  }
}

async function rate(readers: readonly AgentViewer[]): Promise<number> {
  const received = () => readers.reduce((sum, reader) => sum + reader.received, 0);
  const [before, at] = [received(), performance.now()];
  await delay(windowMs);
  return (received() - before) / (performance.now() - at);
}
