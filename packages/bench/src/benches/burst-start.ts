import type { BenchAgent } from "../agent/bench-agent.ts";
import { createFleet, fleetNames } from "../fleet/fleet.ts";
import { severalAtATime } from "../fleet/several-at-a-time.ts";
import { ratios } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { type ByHandCommand, ByHandQemu, sameCommand } from "../peers/by-hand-qemu.ts";
import type { BenchReport } from "../report/report.ts";

const instances = 50;
const atOnce = 4;
const rounds = 3;

/** Fifty starts, several at a time, per instance; beside them the same command lines spawned by hand, as many at a time. */
export async function burstStart(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const names = fleetNames(0, instances);
  await createFleet(agent, lab, names);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    lab.signal.throwIfAborted();
    ours.push(await byAgent(agent, names));
    theirs.push(await byHand(agent, names, lab));
  }
  return {
    bench: `A burst of ${instances} starts, ${atOnce} at a time`,
    series: [
      { subject: "instances.start, over HTTP, per instance", unit: "ms", values: ours },
      { subject: "same argv by hand, per instance", unit: "ms", values: theirs },
    ],
    comparisons: [{ name: "agent / by hand", values: ratios(ours, theirs), aim: { atMost: 1.4 } }],
    notes: [],
  };
}

async function byAgent({ calls }: BenchAgent, names: readonly string[]): Promise<number> {
  const before = performance.now();
  await severalAtATime(atOnce, names, (name) => calls.start(name));
  const took = performance.now() - before;
  await severalAtATime(atOnce, names, (name) => calls.forceStop(name));
  return took / names.length;
}

async function byHand(agent: BenchAgent, names: readonly string[], lab: Lab): Promise<number> {
  const commands: ByHandCommand[] = [];
  for (const name of names) commands.push(await sameCommand(agent, name, lab.directory));
  await using running = new AsyncDisposableStack();
  const before = performance.now();
  await severalAtATime(atOnce, commands, async (command) => {
    const qemu = running.use(await ByHandQemu.spawn(command, lab.signal));
    await qemu.monitor.execute("cont");
    await qemu.monitor.untilRunning();
  });
  return (performance.now() - before) / names.length;
}
