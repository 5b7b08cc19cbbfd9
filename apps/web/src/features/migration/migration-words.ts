import { formatBytes, formatDuration, formatRate } from "#lib/format.ts";
import {
  type CopySample,
  type GuestClock,
  type MigrationOptions,
  migrationOptionsSchema,
  type MigrationResult,
  type MigrationSample,
  type MigrationStep,
  type TimeoutAction,
} from "@gantry/kvm-core/model";

/** The steps as an administrator reads them. */
export function stepTitles(
  instance: string,
  source: string,
  target: string,
): Readonly<Record<MigrationStep, string>> {
  return {
    check: "Check",
    begin: `Reserve on ${target}`,
    prepare: `Start paused on ${target}`,
    "copy disks": "Copy disks",
    transfer: "Transfer memory",
    switchover: "Switch over",
    commit: `Commit: ${target} owns ${instance}`,
    resume: `Resume on ${target}`,
    retire: `Retire the copy on ${source}`,
  };
}

/**
 * Where the transfer stands, in words that stay true: what is left, and from the second pass on what the guest writes
 * against what the link carries.
 */
export function transferWords(sample: MigrationSample): string {
  const left = `pass ${Math.max(1, sample.pass)}: ${formatBytes(sample.remainingBytes)} left`;
  const link = `link ${formatRate(sample.bytesPerSecond)}`;
  if (sample.pass < 2) return sample.bytesPerSecond > 0 ? `${left}, ${link}` : left;
  return `${left}, guest writes ${formatRate(sample.dirtyBytesPerSecond)}, ${link}`;
}

/** How a migration ended, one sentence: where the guest is now stands in it. */
export function outcomeWords(instance: string, result: MigrationResult): string {
  switch (result.outcome) {
    case "moved":
      return `${instance} moved from ${result.source} to ${result.target} and runs there.`;
    case "stayed":
      return `${instance} stayed on ${result.source}. Nothing was lost.`;
    case "in-doubt":
      return `It is not known whether ${result.target} took ${instance} over. A person has to look before anything is started.`;
  }
}

/** Bandwidth as people give it, MiB per second, in the model's bytes per second. Empty or 0: no limit. */
export function toBandwidth(mibPerSecond: string): number {
  const value = Number(mibPerSecond);
  return Number.isFinite(value) && value > 0 ? Math.round(value * 1024 * 1024) : 0;
}

/** What follows when it does not move in time, and what that costs. */
export const timeoutWords: Readonly<
  Record<TimeoutAction, { readonly label: string; readonly hint: string }>
> = {
  cancel: { label: "Cancel: it stays where it is", hint: "nothing is lost, and it can be tried again" },
  "longer-pause": {
    label: "Allow a longer pause",
    hint: "the guest stands still once, for as long as is given here",
  },
  throttle: {
    label: "Slow its processors down",
    hint: "more with each pass, until it can be caught up with",
  },
  stop: { label: "Hold it until all of it is there", hint: "sure to end; the guest stands still meanwhile" },
};

/** Where the copy of the disks stands. */
export function copyWords({ copiedBytes, totalBytes, bytesPerSecond }: CopySample): string {
  const left = Math.max(0, totalBytes - copiedBytes);
  return `disks: ${formatBytes(left)} of ${formatBytes(totalBytes)} left, ${formatRate(bytesPerSecond)}`;
}

/** One figure of a result: what was foretold of it, if anything was, and what came. */
export interface ResultFigure {
  readonly label: string;
  readonly foretold?: string;
  readonly measured: string;
}

/** The figures of a result, each beside its forecast. */
export function resultFigures(result: MigrationResult): readonly ResultFigure[] {
  const { forecast, disks, throttled } = { ...result, throttled: mostThrottled(result.samples) };
  const about = (value: string | undefined) => (value === undefined ? {} : { foretold: `about ${value}` });
  const seconds = forecast?.seconds;
  return [
    {
      label: "Guest stood still",
      ...about(forecast?.pauseMs === undefined ? undefined : formatDuration(forecast.pauseMs)),
      measured: result.pauseMs === undefined ? "not measured" : formatDuration(result.pauseMs),
    },
    {
      label: "Took altogether",
      ...about(seconds === undefined ? undefined : formatDuration(seconds * 1000)),
      measured: formatDuration(result.totalMs),
    },
    {
      label: "Memory sent",
      ...about(forecast === undefined ? undefined : formatBytes(forecast.bytes - diskBytes(disks))),
      measured: formatBytes(result.transferredBytes),
    },
    ...(disks.length === 0 ? [] : [{ label: "Disks copied", measured: formatBytes(diskBytes(disks)) }]),
    { label: "Passes over memory", measured: String(result.passes) },
    ...(throttled === 0 ? [] : [{ label: "Processors slowed down by", measured: `up to ${throttled} %` }]),
    ...(result.afterTimeout === undefined
      ? []
      : [{ label: "Not in time, so", measured: timeoutWords[result.afterTimeout].label }]),
    ...(result.guestClock === undefined
      ? []
      : [{ label: "Guest's clock", measured: clockWords[result.guestClock] }]),
  ];
}

/** What became of the guest's clock, which stood still while the guest did. */
const clockWords: Readonly<Record<GuestClock, string>> = {
  set: "set to the target's by the guest's agent",
  "not set": "not set: the guest's agent could not; it may be late",
  "no agent": "left to the guest, which has no agent",
};

function diskBytes(disks: MigrationResult["disks"]): number {
  return disks.reduce((bytes, { copiedBytes }) => bytes + copiedBytes, 0);
}

/** By how much the guest's processors were slowed down at most; QEMU cannot do less than 1 %. */
export function mostThrottled(samples: readonly MigrationSample[]): number {
  const most = Math.max(0, ...samples.map(({ throttlePercent = 0 }) => throttlePercent));
  return most <= 1 ? 0 : most;
}

/** The same migration on the command line. */
export function migrateCommand(instance: string, target: string, options: MigrationOptions): string {
  const usual = migrationOptionsSchema.parse({});
  const flag = (differs: boolean, text: string) => (differs ? [text] : []);
  const { copyDisks, targetDirectory, onTimeout } = options;
  return [
    `gantry migrate ${instance} --to ${target}`,
    ...flag(!options.live, "--offline"),
    ...flag(
      copyDisks !== false,
      Array.isArray(copyDisks) ? `--copy-disks ${copyDisks.join(",")}` : "--copy-disks",
    ),
    ...flag(
      targetDirectory !== undefined,
      `--target-directory '${(targetDirectory ?? "").replaceAll("'", "'\\''")}'`,
    ),
    ...flag(options.deleteSource, "--delete-source"),
    ...flag(options.bandwidth !== usual.bandwidth, `--bandwidth ${options.bandwidth / 1_048_576}`),
    ...flag(options.allowedPauseMs !== usual.allowedPauseMs, `--allowed-pause ${options.allowedPauseMs}`),
    ...flag(options.timeoutSeconds !== usual.timeoutSeconds, `--give-up-after ${options.timeoutSeconds}`),
    ...flag(onTimeout !== usual.onTimeout, `--on-timeout ${onTimeout}`),
    ...flag(onTimeout === "longer-pause", `--longer-pause ${options.longerPauseMs}`),
    ...flag(options.autoConverge, "--auto-converge"),
  ].join(" ");
}

/** Where in the samples a new pass began, in milliseconds since the start. */
export function passBoundaries(samples: readonly MigrationSample[]): number[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    return before !== undefined && sample.pass > before.pass && before.pass > 0 ? [sample.atMs] : [];
  });
}
