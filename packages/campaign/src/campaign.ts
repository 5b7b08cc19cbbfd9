import { nameOf, type Plan } from "./faults/plan.ts";
import { type Outcome, tellStory } from "./story.ts";
import type { Worlds } from "./worlds.ts";

/** What a campaign came to. */
export interface Summary {
  readonly runs: number;
  readonly violated: number;
  /** How many runs ended how. */
  readonly ends: Readonly<Record<string, number>>;
  /** Of the runs in which something was struck, milliseconds. */
  readonly restMs: readonly number[];
}

/** How a campaign is carried out. */
export interface CampaignOptions {
  readonly plans: readonly Plan[];
  readonly worlds: Worlds;
  readonly say: (line: string) => void;
  /** Whether the evidence of each run is told. */
  readonly verbose?: boolean;
  /** Ends it after the first violation: for mutants. */
  readonly untilCaught?: boolean;
}

interface Told {
  readonly end: string;
  readonly isViolated: boolean;
  readonly lines: readonly string[];
  readonly restMs: number | undefined;
}

/** Run after run, each with one line. */
export async function runCampaign(how: CampaignOptions): Promise<Summary> {
  const ends: Record<string, number> = {};
  const restMs: number[] = [];
  let runs = 0;
  let violated = 0;
  for (const plan of how.plans) {
    const told = await oneRun(plan, how);
    runs += 1;
    ends[told.end] = (ends[told.end] ?? 0) + 1;
    if (told.restMs !== undefined) restMs.push(told.restMs);
    for (const line of told.lines) how.say(line);
    if (!told.isViolated) continue;
    violated += 1;
    await how.worlds.end(plan.store);
    if (how.untilCaught === true && told.end !== "broken") break;
  }
  return { runs, violated, ends, restMs };
}

async function oneRun(plan: Plan, { worlds, verbose = false }: CampaignOptions): Promise<Told> {
  const what = `${nameOf(plan)}, ${plan.lastsMs} ms`;
  const head = `${`${plan.seed}:${plan.run}`.padEnd(11)} ${plan.store.padEnd(7)} ${what.padEnd(65)}`;
  let outcome: Outcome;
  try {
    outcome = await tellStory(await worlds.of(plan.store), plan);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { end: "broken", isViolated: true, lines: [`${head} BROKEN: ${why}`], restMs: undefined };
  }
  const { end, operation, restMs, violations, evidence } = outcome;
  const seconds = `${((restMs ?? 0) / 1000).toFixed(1)} s`.padStart(7);
  const verdict = violations.length === 0 ? "ok" : "VIOLATED";
  const lines = [`${head} ${end.padEnd(8)} ${operation.padEnd(9)} ${seconds}  ${verdict}`];
  lines.push(...violations.map((violation) => `    ${violation}`));
  if (verbose) lines.push(JSON.stringify({ plan, ...evidence, console: undefined }, undefined, 2));
  return { end, isViolated: violations.length > 0, lines, restMs };
}

/** Several campaigns as one. */
export function together(summaries: readonly Summary[]): Summary {
  const ends: Record<string, number> = {};
  for (const summary of summaries)
    for (const [end, count] of Object.entries(summary.ends)) ends[end] = (ends[end] ?? 0) + count;
  const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
  return {
    runs: sum(summaries.map(({ runs }) => runs)),
    violated: sum(summaries.map(({ violated }) => violated)),
    ends,
    restMs: summaries.flatMap(({ restMs }) => restMs),
  };
}

/** The last line of a campaign. */
export function tellSummary({ runs, violated, ends, restMs }: Summary): string {
  const sorted = restMs.toSorted((one, other) => one - other);
  const at = (share: number) => ((sorted[Math.floor(sorted.length * share)] ?? 0) / 1000).toFixed(1);
  const counted = Object.entries(ends).map(([end, count]) => `${count} ${end}`);
  const rest = sorted.length === 0 ? "" : ` At rest after ${at(0.5)} s (median), ${at(0.999)} s at most.`;
  return `${runs} runs: ${counted.join(", ") || "none"}. ${violated} violated.${rest}`;
}
