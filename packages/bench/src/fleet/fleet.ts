import type { BenchAgent } from "../agent/bench-agent.ts";
import type { Lab } from "../lab.ts";
import { severalAtATime } from "./several-at-a-time.ts";

/** How many starts and pauses are under way at once. */
const atOnce = 4;

/** The smallest instance that is a whole one: about 17 MiB while it is paused, so that hundreds fit on a small machine. */
export async function createFleet(agent: BenchAgent, lab: Lab, names: readonly string[]): Promise<void> {
  for (const name of names) {
    lab.signal.throwIfAborted();
    const { spec } = await lab.guest(name, "interactive");
    await agent.calls.create({ ...spec, machine: "pc", memoryMiB: 128 });
  }
}

/** Starts and pauses them: real processes that leave the processor to whoever measures. */
export async function startPaused(agent: BenchAgent, names: readonly string[]): Promise<void> {
  await severalAtATime(atOnce, names, async (name) => {
    await agent.calls.start(name);
    await agent.calls.pause(name);
  });
}

/** `fleet-000`, `fleet-001`, … */
export function fleetNames(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `fleet-${String(from + index).padStart(3, "0")}`);
}
