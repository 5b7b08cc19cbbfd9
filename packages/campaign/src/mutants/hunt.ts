import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { abreast } from "../abreast.ts";
import { runCampaign } from "../campaign.ts";
import { planRun } from "../faults/plan.ts";
import { run } from "../world/run.ts";
import { clockLibrary } from "../world/host-clock.ts";
import { canLosePower } from "../world/state-disk.ts";
import { bundle } from "./bundle.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./mutants.ts";

/** So many runs a mutant may survive; most are caught in the first. */
const patience = 6;
/** One that never comes to rest need not be waited for as long as an agent that is only slow, milliseconds. */
const patienceMs = 25_000;

const modelCheck = {
  in: "packages/kvm-core/src/migration/model-check",
  lines: `
    import { explore } from "./explore.ts";
    import { rules } from "./rules.ts";
    import { firstWorld } from "./world.ts";
    const found = [false, true].map((shared) => explore({ rules, shared, tries: 1 }, firstWorld(3, shared)).violation);
    console.log(JSON.stringify(found.find((violation) => violation !== undefined) ?? null));
  `,
};

/**
 * Plants one mistake after the other and sees whether it is caught.
 *
 * @returns how many were not.
 */
export async function huntMutants(how: {
  readonly seed: number;
  readonly only?: string | undefined;
  /** So many mutants at a time. */
  readonly jobs: number;
  readonly say: (line: string) => void;
}): Promise<number> {
  const wanted = (how.only ?? "").split(",");
  const chosen = mutants.filter(({ mistake }) => wanted.some((words) => mistake.includes(words)));
  const losesPower = await canLosePower();
  const clocks = clockLibrary();
  let survived = 0;
  let left = 0;
  const hunters = Array.from({ length: how.jobs }, (_, index) => ({ firstSerial: (index + 1) * 100_000 }));
  await abreast(hunters, chosen, async (hunter, mutant) => {
    if (needsClocks(mutant) && clocks === undefined) {
      how.say(`${mutant.mistake}: not hunted, since libfaketime is not installed`);
      left += 1;
      return "go on";
    }
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-mutant-"));
    const grounds = { ...hunter, directory: directory.path, seed: how.seed, losesPower, clocks };
    const caught =
      mutant.trap.by === "campaign"
        ? await caughtByCampaign(mutant, grounds)
        : await caughtByModelCheck(mutant, directory.path);
    if (caught === undefined) survived += 1;
    how.say(`${mutant.mistake}: ${caught ?? "SURVIVED"}`);
    return "go on";
  });
  how.say(`${chosen.length} mutants: ${chosen.length - left - survived} caught, ${survived} survived.`);
  return survived;
}

function needsClocks({ trap }: Mutant): boolean {
  return trap.by === "campaign" && trap.setsClocks === true;
}

async function caughtByCampaign(
  mutant: Mutant,
  grounds: {
    readonly directory: string;
    readonly seed: number;
    readonly losesPower: boolean;
    readonly clocks: string | undefined;
    readonly firstSerial: number;
  },
): Promise<string | undefined> {
  const { trap } = mutant;
  if (trap.by !== "campaign") return undefined;
  const { directory, seed, losesPower, clocks, firstSerial } = grounds;
  const agent = join(directory, "agent.mjs");
  await bundle({ file: "apps/agent/src/main.ts" }, mutant, agent);
  const lines: string[] = [];
  const plans = Array.from({ length: patience }, (_, run) => {
    const plan = planRun({
      seed,
      run,
      store: trap.store,
      guest: trap.guest ?? "running",
      only: trap.only,
      losesPower,
      setsClocks: needsClocks(mutant),
    });
    const { lastsMs = plan.lastsMs, afterMs = plan.afterMs } = trap;
    const settling = trap.isMended === true ? { settlesWithinMs: 0 } : {};
    return { ...plan, lastsMs, afterMs, patienceMs, ...settling };
  });
  const { violated, runs, ends } = await runCampaign({
    ...{ plans, firstSerial, jobs: 1, untilCaught: true },
    make: { agent, losesPower, clocks, env: {} },
    say: (line) => lines.push(line),
  });
  // A run that the campaign itself could not carry out proves nothing.
  if (violated === (ends["broken"] ?? 0)) return undefined;
  const said = lines.filter((line) => line.startsWith("    ")).map((line) => line.trim());
  return `caught by the campaign in run ${runs}: ${said.join("; ")}`;
}

async function caughtByModelCheck(mutant: Mutant, directory: string): Promise<string | undefined> {
  const program = join(directory, "model-check.mjs");
  await bundle(modelCheck, mutant, program);
  const violation: unknown = JSON.parse(await run(process.execPath, program));
  return violation === null ? undefined : "caught by the model check";
}
