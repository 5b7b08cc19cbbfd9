import type { Forecast, MigrationOptions } from "../model/migration.ts";

/** What a forecast is made from. Bytes, and bytes per second. */
export interface ForecastFacts {
  /** Memory that has to be sent at least once. */
  readonly memoryBytes: number;
  /** What the disks hold that are to be copied. */
  readonly diskBytes: number;
  /** What the link carries; undefined when it could not be measured. */
  readonly linkBytesPerSecond: number | undefined;
  /** How fast the guest writes to its memory; undefined when QEMU could not say. */
  readonly dirtyBytesPerSecond: number | undefined;
  /** False for one that is held, or not copied live: nothing is written meanwhile. */
  readonly runs: boolean;
}

/** Rounds of copying, and how long they take together. */
export interface Rounds {
  readonly rounds: number;
  readonly seconds: number;
  /** What is left for the pause. */
  readonly leftBytes: number;
}

/**
 * How many rounds it takes until what is left fits into the pause. Each round sends what was written during the one
 * before: M, Mρ, Mρ², … with ρ = D / B. Undefined when that never becomes less (ρ ≥ 1).
 *
 * @param facts M memory in bytes, B link and D dirty rate in bytes per second, L allowed pause in seconds.
 */
export function roundsFor({
  memory,
  link,
  dirty,
  pause,
}: {
  readonly memory: number;
  readonly link: number;
  readonly dirty: number;
  readonly pause: number;
}): Rounds | undefined {
  const ratio = dirty / link;
  if (ratio >= 1) return undefined;
  if (ratio === 0 || memory === 0) return { rounds: 1, seconds: memory / link, leftBytes: 0 };
  const rounds = Math.max(1, Math.ceil(Math.log((link * pause) / memory) / Math.log(ratio)));
  const sent = (memory / link) * ((1 - ratio ** rounds) / (1 - ratio));
  return { rounds, seconds: sent, leftBytes: memory * ratio ** rounds };
}

/** How long a migration will take, how long the guest will stand still, and what there is to choose if it will not end. */
export function forecast(facts: ForecastFacts, options: MigrationOptions): Forecast {
  const { memoryBytes, diskBytes, linkBytesPerSecond: measured, dirtyBytesPerSecond: dirty } = facts;
  const link = options.bandwidth === 0 ? measured : Math.min(options.bandwidth, measured ?? Infinity);
  const known = {
    bytes: memoryBytes + diskBytes,
    ...(link === undefined ? {} : { linkBytesPerSecond: Math.round(link) }),
    ...(dirty === undefined ? {} : { dirtyBytesPerSecond: dirty }),
    choices: [],
  };
  if (link === undefined || link <= 0)
    return { ...known, finishes: "unknown", text: "The link could not be measured, so nothing can be told." };
  const diskSeconds = diskBytes / link;
  if (!facts.runs || !options.live) return held(known, diskSeconds + memoryBytes / link, facts);
  if (dirty === undefined)
    return {
      ...known,
      finishes: "unknown",
      seconds: diskSeconds + memoryBytes / link,
      text: `At least ${duration(diskSeconds + memoryBytes / link)}; how fast the guest writes could not be measured.`,
    };
  const rounds = roundsFor({ memory: memoryBytes, link, dirty, pause: options.allowedPauseMs / 1000 });
  if (rounds === undefined) return endless({ ...known, link, dirty }, memoryBytes, options);
  const seconds = diskSeconds + rounds.seconds;
  const pauseMs = Math.round((rounds.leftBytes / link) * 1000) + switchMs;
  return {
    ...known,
    finishes: "yes",
    seconds,
    pauseMs,
    text: `About ${duration(seconds)} for ${size(known.bytes)}; the guest stands still for about ${pauseMs} ms.`,
  };
}

/** What the switch-over itself takes: devices, the record, the target's first instruction. */
const switchMs = 30;

type Known = Pick<Forecast, "bytes" | "linkBytesPerSecond" | "dirtyBytesPerSecond" | "choices">;

function held(known: Known, seconds: number, { runs }: ForecastFacts): Forecast {
  const text = runs
    ? `The guest stands still for all of it, about ${duration(seconds)} for ${size(known.bytes)}.`
    : `About ${duration(seconds)} for ${size(known.bytes)}; the guest is paused and stays so.`;
  return {
    ...known,
    finishes: "yes",
    seconds,
    ...(runs ? { pauseMs: Math.round(seconds * 1000) + switchMs } : {}),
    text,
  };
}

function endless(
  known: Known & { readonly link: number; readonly dirty: number },
  memoryBytes: number,
  { autoConverge, onTimeout }: MigrationOptions,
): Forecast {
  const { link, dirty, ...rest } = known;
  const whole = duration(memoryBytes / link);
  const slower = Math.min(99, Math.ceil(100 * (1 - (0.8 * link) / dirty)));
  const rates = `its guest writes ${size(dirty)}/s, the link carries ${size(link)}/s`;
  const chosen = autoConverge || onTimeout !== "cancel";
  return {
    ...rest,
    finishes: "not by itself",
    text: `It will not finish by itself: ${rates}.${chosen ? " What was chosen for that will be done." : ""}`,
    choices: [
      { action: "longer-pause", text: `Allow a longer pause: up to ${whole}.` },
      { action: "throttle", text: `Slow its processors down, by about ${slower} %.` },
      {
        action: "post-copy",
        text: "Let it run there at once and send the rest after it (post-copy). If that fails, its memory is lost.",
      },
      { action: "stop", text: `Hold it until all of it is there: about ${whole}.` },
      { action: "wait", text: "Move it at a time when it writes less." },
    ],
  };
}

function duration(seconds: number): string {
  if (seconds < 1) return "1 s";
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}

function size(bytes: number): string {
  const mebibytes = bytes / 1_048_576;
  if (mebibytes >= 10_240) return `${Math.round(mebibytes / 1024)} GiB`;
  return `${mebibytes >= 10 ? Math.round(mebibytes) : mebibytes.toFixed(1)} MiB`;
}
