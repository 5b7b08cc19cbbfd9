import type { Crashes } from "../state-dir/index.ts";

/** First pause before a restart, in milliseconds; doubled for each crash that follows soon. */
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** A guest that ran this long before it crashed again starts with the first pause. */
const forgivenAfterMs = 600_000;
/** After so many restarts, each followed by a crash within ten minutes, somebody has to look. */
const mostRestarts = 8;

/** What is decided about a guest that crashed: to be kept with the instance, and to be read by people. */
export interface CrashPlan {
  readonly crashes: Crashes;
  readonly sentence: string;
}

/**
 * Decides when a guest that should not stay down is started again: after 1 s, then later and later while it keeps
 * crashing, and after eight restarts never by itself.
 *
 * @param before what was kept of earlier crashes.
 * @param ranSince when this run of the guest began; all times in milliseconds since 1970.
 */
export function planRestart({
  before,
  ranSince,
  now,
}: {
  readonly before: Crashes | undefined;
  readonly ranSince: number;
  readonly now: number;
}): CrashPlan {
  const count = before === undefined || now - ranSince > forgivenAfterMs ? 1 : before.count + 1;
  if (count > mostRestarts) {
    return {
      crashes: { count, nextAt: null },
      sentence: `It was started again ${mostRestarts} times, each time it crashed soon, and now it stays down. Mend the cause and start it.`,
    };
  }
  const nextAt = new Date(now + pauseBefore(count)).toISOString();
  return {
    crashes: { count, nextAt },
    sentence: `It is started again at ${nextAt} (restart ${count} of ${mostRestarts}).`,
  };
}

/** How long the guest stays down before that restart, in milliseconds: no clock that was put back makes it longer. */
export function pauseBefore(restart: number): number {
  return Math.min(firstPauseMs * 2 ** (restart - 1), longestPauseMs);
}
