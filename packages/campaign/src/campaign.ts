import { abreast } from "./abreast.ts";
import { nameOf, type Plan } from "./faults/plan.ts";
import { type Outcome, tellStory } from "./story.ts";
import type { Make } from "./world/host.ts";
import { Worlds } from "./worlds.ts";

/** What a campaign came to. */
export interface Summary {
  readonly runs: number;
  readonly violated: number;
  /** How many runs ended how. */
  readonly ends: Readonly<Record<string, number>>;
  /** Of the runs in which something was struck, milliseconds. */
  readonly restMs: readonly number[];
  /** All of it, worlds that were made included, milliseconds. */
  readonly tookMs: number;
}

/** How a campaign is carried out. */
export interface CampaignOptions {
  readonly plans: readonly Plan[];
  /** What the worlds are made of. */
  readonly make: Omit<Make, "store">;
  /** So many runs at a time, each in a world of its own: most of a run is waiting. */
  readonly jobs: number;
  /** Tells its worlds apart from those of other campaigns of this process. */
  readonly firstSerial?: number;
  readonly say: (line: string) => void;
  /** Whether the evidence of each run is told. */
  readonly verbose?: boolean;
  /** Ends it after the first violation: for mutants. */
  readonly untilCaught?: boolean;
}

/** No lane ever makes more worlds. */
const serialsOfLane = 10_000;

interface Told {
  readonly end: string;
  readonly isViolated: boolean;
  /** Something in its world is not as it was, and shall not be held against the next run. */
  readonly isSpent: boolean;
  readonly lines: readonly string[];
  readonly restMs: number | undefined;
}

/** The plans in their order, each with one line once it is judged. */
export async function runCampaign(how: CampaignOptions): Promise<Summary> {
  const { plans, make, jobs, firstSerial = 1 } = how;
  const began = performance.now();
  const ends: Record<string, number> = {};
  const restMs: number[] = [];
  let runs = 0;
  let violated = 0;
  await using scope = new AsyncDisposableStack();
  const lanes = Array.from({ length: jobs }, (_, lane) =>
    scope.use(new Worlds(make, { firstSerial: firstSerial + lane * serialsOfLane })),
  );
  await abreast(lanes, plans, async (worlds, plan) => {
    const told = await oneRun(worlds, plan, how);
    runs += 1;
    ends[told.end] = (ends[told.end] ?? 0) + 1;
    if (told.restMs !== undefined) restMs.push(told.restMs);
    for (const line of told.lines) how.say(line);
    if (told.isSpent) await worlds.end(plan);
    if (!told.isViolated) return "go on";
    violated += 1;
    return how.untilCaught === true && told.end !== "broken" ? "enough" : "go on";
  });
  return { runs, violated, ends, restMs, tookMs: performance.now() - began };
}

async function oneRun(worlds: Worlds, plan: Plan, { verbose = false }: CampaignOptions): Promise<Told> {
  const what = `${nameOf(plan)}, ${plan.lastsMs} ms`;
  const head = `${`${plan.seed}:${plan.run}`.padEnd(11)} ${plan.store.padEnd(7)} ${plan.guest.padEnd(15)} ${what.padEnd(65)}`;
  let outcome: Outcome;
  try {
    outcome = await tellStory(await worlds.of(plan), plan);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      end: "broken",
      isViolated: true,
      isSpent: true,
      lines: [`${head} BROKEN: ${why}`],
      restMs: undefined,
    };
  }
  const { end, operation, restMs, violations, evidence } = outcome;
  const seconds = `${((restMs ?? 0) / 1000).toFixed(1)} s`.padStart(7);
  const isViolated = violations.length > 0;
  const verdict = isViolated ? "VIOLATED" : end === "stuck" ? "exception" : "ok";
  const lines = [`${head} ${end.padEnd(8)} ${operation.padEnd(9)} ${seconds}  ${verdict}`];
  lines.push(...violations.map((violation) => `    ${violation}`));
  if (verbose) lines.push(JSON.stringify({ plan, ...evidence, console: undefined }, undefined, 2));
  return { end, isViolated, isSpent: isViolated || end === "stuck", lines, restMs };
}

/** The last line of a campaign. */
export function tellSummary({ runs, violated, ends, restMs, tookMs }: Summary): string {
  const sorted = restMs.toSorted((one, other) => one - other);
  const at = (share: number) => ((sorted[Math.floor(sorted.length * share)] ?? 0) / 1000).toFixed(1);
  const counted = Object.entries(ends).map(([end, count]) => `${count} ${end}`);
  const rest = sorted.length === 0 ? "" : ` At rest after ${at(0.5)} s (median), ${at(0.999)} s at most.`;
  const anHour = runs === 0 ? "" : ` ${Math.round((runs / tookMs) * 3_600_000)} runs an hour.`;
  return `${runs} runs: ${counted.join(", ") || "none"}. ${violated} violated.${rest}${anHour}`;
}
