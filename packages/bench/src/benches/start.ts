import type { BenchAgent } from "../agent/bench-agent.ts";
import { ratios } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { ByHandQemu, sameCommand } from "../peers/by-hand-qemu.ts";
import type { BenchReport } from "../report/report.ts";

const rounds = 15;

/**
 * How long an instance takes from `instances.start` over HTTP until its operation has succeeded, which means that its
 * CPUs run; beside it the same command line, spawned by hand, let run over QMP and asked until QEMU says `running`.
 */
export async function start(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const { spec } = await lab.guest("start", "interactive");
  await agent.calls.create(spec);
  await byAgent(agent, spec.name);
  await byHand(agent, spec.name, lab);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    lab.signal.throwIfAborted();
    ours.push(await byAgent(agent, spec.name));
    theirs.push(await byHand(agent, spec.name, lab));
  }
  return {
    bench: "Start until the CPUs run",
    series: [
      { subject: "instances.start, over HTTP", unit: "ms", values: ours },
      { subject: "same argv by hand", unit: "ms", values: theirs },
    ],
    comparisons: [{ name: "agent / by hand", values: ratios(ours, theirs), aim: { atMost: 1.3 } }],
    notes: [],
  };
}

async function byAgent({ calls }: BenchAgent, instance: string): Promise<number> {
  const before = performance.now();
  await calls.start(instance);
  const took = performance.now() - before;
  await calls.forceStop(instance);
  return took;
}

async function byHand(agent: BenchAgent, instance: string, { directory, signal }: Lab): Promise<number> {
  const command = await sameCommand(agent, instance, directory);
  const before = performance.now();
  await using qemu = await ByHandQemu.spawn(command, signal);
  await qemu.monitor.execute("cont");
  await qemu.monitor.untilRunning();
  return performance.now() - before;
}
