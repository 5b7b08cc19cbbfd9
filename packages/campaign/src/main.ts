import { runCampaign, tellSummary } from "./campaign.ts";
import { cutInDevice } from "./device-cuts.ts";
import { planRun } from "./faults/plan.ts";
import { huntMutants } from "./mutants/hunt.ts";
import { type Options, readOptions } from "./options.ts";
import { clockLibrary } from "./world/host-clock.ts";
import { canLosePower } from "./world/state-disk.ts";
import { removeLeftovers, removeOwnWorlds, whyNoWorld } from "./world/leftovers.ts";

const say = (line: string) => console.log(line);

/** @returns the exit status. */
async function main(options: Options): Promise<number> {
  const obstacle = await whyNoWorld();
  if (obstacle !== undefined) {
    say(`No campaign: ${obstacle}.`);
    return 3;
  }
  for (const name of await removeLeftovers()) say(`Removed what a killed campaign had left: ${name}`);
  if (options.mutants) return (await huntMutants({ ...options, say })) === 0 ? 0 : 1;
  const summary = await carryOut(options);
  say(tellSummary(summary));
  return summary.violated === 0 ? 0 : 1;
}

async function carryOut(options: Options) {
  const { agent, seed, runs, only, store, guest, replay, verbose, jobs } = options;
  const cuts = options["device-cuts"];
  if (cuts !== undefined) return await cutInDevice({ agent, seed, jobs, runs: cuts, say });
  const numbers = replay === undefined ? Array.from({ length: runs }, (_, run) => run) : [replay.run];
  const losesPower = await canLosePower();
  if (!losesPower) say("No host is turned off: there are no loop devices here to lose what was not written.");
  const clocks = clockLibrary();
  if (clocks === undefined) say("No clock is set: libfaketime is not installed.");
  const setsClocks = clocks !== undefined;
  const chosen = { seed: replay?.seed ?? seed, store, guest, only, losesPower, setsClocks };
  const plans = numbers.map((run) => planRun({ ...chosen, run }));
  return await runCampaign({ plans, make: { agent, losesPower, clocks, env: {} }, jobs, say, verbose });
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void removeOwnWorlds().finally(() => process.exit(130)));
process.exitCode = await main(readOptions(process.argv.slice(2)));
