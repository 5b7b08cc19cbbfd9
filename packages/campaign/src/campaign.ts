import { nameOf, type Plan, planRun } from "./faults/plan.ts";
import type { Options } from "./options.ts";
import { type Outcome, tellStory } from "./story.ts";
import type { Worlds } from "./worlds.ts";

/** What a campaign came to. */
export interface Summary {
  readonly runs: number;
  readonly violated: number;
  readonly ends: Readonly<Record<string, number>>;
  /** Of the runs in which something was struck, milliseconds, ascending. */
  readonly restMs: readonly number[];
}

/** How a campaign is carried out. */
export interface CampaignOptions
  extends Pick<Options, "seed" | "runs" | "only" | "store" | "replay" | "verbose"> {
  readonly worlds: Worlds;
  readonly say: (line: string) => void;
  /** How long everything stays broken, milliseconds, where the seed shall not choose it. */
  readonly lastsMs?: number | undefined;
  /** Ends it after the first violation: for mutants. */
  readonly untilCaught?: boolean;
}

/** Run after run, each with one line. */
export async function runCampaign(how: CampaignOptions): Promise<Summary> {
  const { worlds, say, store } = how;
  const ends: Record<string, number> = {};
  const restMs: number[] = [];
  let violated = 0;
  const numbers =
    how.replay === undefined ? Array.from({ length: how.runs }, (_, index) => index) : [how.replay.run];
  const seed = how.replay?.seed ?? how.seed;
  let done = 0;
  for (const run of numbers) {
    const stores = store === undefined ? (["sqlite", "etcd"] as const) : ([store] as const);
    const chosen = planRun({ seed, run, stores: [...stores], only: how.only });
    const plan = { ...chosen, lastsMs: how.lastsMs ?? chosen.lastsMs };
    const { end, violations, lines, rested } = await oneRun(plan, how);
    done += 1;
    ends[end] = (ends[end] ?? 0) + 1;
    if (rested !== undefined) restMs.push(rested);
    for (const line of lines) say(line);
    if (violations === 0) continue;
    violated += 1;
    await worlds.end(plan.store);
    if (how.untilCaught === true) break;
  }
  return { runs: done, violated, ends, restMs: restMs.toSorted((one, other) => one - other) };
}

async function oneRun(
  plan: Plan,
  { worlds, verbose }: CampaignOptions,
): Promise<{ end: string; violations: number; lines: string[]; rested: number | undefined }> {
  const head =
    `${plan.seed}:${plan.run}`.padEnd(12) +
    plan.store.padEnd(8) +
    `${nameOf(plan)}, ${plan.lastsMs} ms`.padEnd(66);
  let outcome: Outcome;
  try {
    outcome = await tellStory(await worlds.of(plan.store), plan);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { end: "broken", violations: 1, lines: [`${head} BROKEN: ${why}`], rested: undefined };
  }
  const { end, operation, restMs, violations, evidence } = outcome;
  const verdict = violations.length === 0 ? "ok" : "VIOLATED";
  const lines = [
    `${head} ${end.padEnd(9)} ${operation.padEnd(10)} ${(restMs / 1000).toFixed(1).padStart(5)} s  ${verdict}`,
  ];
  lines.push(...violations.map((violation) => `    ${violation}`));
  if (verbose || violations.length > 0) {
    const { console: _console, ...rest } = evidence;
    if (verbose) lines.push(JSON.stringify(rest, undefined, 2));
  }
  return { end, violations: violations.length, lines, rested: end === "too late" ? undefined : restMs };
}

/** The last lines of a campaign. */
export function tellSummary({ runs, violated, ends, restMs }: Summary): string {
  const at = (share: number) => ((restMs[Math.floor(restMs.length * share)] ?? 0) / 1000).toFixed(1);
  const counted = Object.entries(ends).map(([end, count]) => `${count} ${end}`);
  const rest = restMs.length === 0 ? "" : ` At rest after ${at(0.5)} s (median), ${at(0.999)} s at most.`;
  return `${runs} runs: ${counted.join(", ")}. ${violated} violated.${rest}`;
}
