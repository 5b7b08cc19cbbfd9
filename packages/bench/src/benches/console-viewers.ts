import { setTimeout as delay } from "node:timers/promises";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { proportionalMiB } from "../figures/memory.ts";
import { processorNanoseconds } from "../figures/processor-time.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport } from "../report/report.ts";
import { AgentViewer } from "../viewers/agent-viewer.ts";

const guests = 40;
const viewers = 500;
const windows = 3;
const windowMs = 5000;
const settleMs = 3000;

/** Many who look at guests that say a word each second. */
export async function consoleViewers(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const names = Array.from({ length: guests }, (_, index) => `beat-${index}`);
  for (const name of names) {
    await agent.calls.create({ ...(await lab.guest(name, "interactive")).spec, machine: "pc" });
    await agent.calls.start(name);
  }
  await delay(settleMs);
  const before = await proportionalMiB(agent.pid);
  using people = new DisposableStack();
  const crowd: AgentViewer[] = [];
  for (let index = 0; index < viewers; index += 1) {
    lab.signal.throwIfAborted();
    crowd.push(people.use(await AgentViewer.open(agent, names[index % guests] ?? "")));
  }
  await delay(settleMs);
  const { processor, kibibytes } = await watch(agent, before);
  // All that look at the same guest from the same moment on see the same.
  const heard = crowd.filter(({ received }) => received >= (windows * windowMs) / 1000 - 2).length;
  return {
    bench: `${viewers} viewers of ${guests} guests that say a word each second`,
    series: [
      { subject: "agent's processor, all", unit: "%", values: processor },
      { subject: "agent's memory, each viewer", unit: "KiB", values: kibibytes },
    ],
    comparisons: [
      { name: "processor of the agent", unit: "%", values: processor, aim: { atMost: 25 } },
      { name: "memory of the agent for each", unit: "KiB", values: kibibytes, aim: { atMost: 64 } },
    ],
    notes: [`viewers that heard their guest all the time: ${heard} of ${viewers}`],
  };
}

async function watch(
  agent: BenchAgent,
  before: number,
): Promise<{ processor: number[]; kibibytes: number[] }> {
  const [processor, kibibytes]: [number[], number[]] = [[], []];
  for (let window = 0; window < windows; window += 1) {
    const [used, at] = [await processorNanoseconds(agent.pid), performance.now()];
    await delay(windowMs);
    processor.push(
      (Number((await processorNanoseconds(agent.pid)) - used) / 1e6 / (performance.now() - at)) * 100,
    );
    kibibytes.push(((await proportionalMiB(agent.pid)) - before) * (1024 / viewers));
  }
  return { processor, kibibytes };
}
