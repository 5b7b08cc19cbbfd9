import { runCampaign, tellSummary } from "./campaign.ts";
import { huntMutants } from "./mutants/hunt.ts";
import { readOptions } from "./options.ts";
import { removeLeftovers, whyNoWorld } from "./world/leftovers.ts";
import { Worlds } from "./worlds.ts";

const options = readOptions(process.argv.slice(2));
const say = (line: string) => console.log(line);

const obstacle = await whyNoWorld();
if (obstacle !== undefined) {
  say(`No campaign: ${obstacle}.`);
  process.exit(3);
}
for (const name of await removeLeftovers()) say(`Removed what a killed campaign had left: ${name}`);

if (options.mutants) {
  const survived = await huntMutants({ ...options, say });
  process.exit(survived === 0 ? 0 : 1);
}

await using worlds = new Worlds({ agent: options.agent, env: {} });
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void worlds[Symbol.asyncDispose]().finally(() => process.exit(130)));
const summary = await runCampaign({ ...options, worlds, say });
say(tellSummary(summary));
process.exitCode = summary.violated === 0 ? 0 : 1;
