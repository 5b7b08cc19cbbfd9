import { formatBytes, formatDuration, formatRate } from "#lib/format.ts";
import { type Message, msg, type Translate } from "#lib/messages/translate.ts";
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

/** What a migration is about. */
interface Parties {
  readonly instance: string;
  readonly source: string;
  readonly target: string;
}

/** The steps as an administrator reads them. */
export function stepTitles(
  { instance, source, target }: Parties,
  t: Translate,
): Readonly<Record<MigrationStep, string>> {
  if (source === target) return titlesOnOneHost({ instance }, t);
  return {
    check: t("Check"),
    begin: t("Reserve on {target}", { target }),
    prepare: t("Start paused on {target}", { target }),
    "copy disks": t("Copy disks"),
    transfer: t("Transfer memory"),
    switchover: t("Switch over"),
    commit: t("Commit: {target} owns {instance}", { target, instance }),
    resume: t("Resume on {target}", { target }),
    retire: t("Retire the copy on {source}", { source }),
  };
}

function titlesOnOneHost(
  { instance }: Pick<Parties, "instance">,
  t: Translate,
): Readonly<Record<MigrationStep, string>> {
  return {
    check: t("Check"),
    begin: t("Write down that it moves"),
    prepare: t("Start the new QEMU, paused"),
    "copy disks": t("Copy disks"),
    transfer: t("Transfer memory"),
    switchover: t("Switch over"),
    commit: t("Commit: the new QEMU owns {instance}", { instance }),
    resume: t("Resume in the new QEMU"),
    retire: t("End the old QEMU"),
  };
}

/**
 * Where the transfer stands, in words that stay true: what is left, and from the second pass on what the guest writes
 * against what the link carries.
 */
export function transferWords(sample: MigrationSample, t: Translate): string {
  const pass = Math.max(1, sample.pass);
  const left = t("pass {pass}: {size} left", { pass, size: formatBytes(sample.remainingBytes, t) });
  const link = t("link {rate}", { rate: formatRate(sample.bytesPerSecond, t) });
  if (sample.pass < 2) return sample.bytesPerSecond > 0 ? `${left}, ${link}` : left;
  return `${left}, ${t("guest writes {rate}", { rate: formatRate(sample.dirtyBytesPerSecond, t) })}, ${link}`;
}

/** How a migration ended, one sentence: where the guest is now stands in it. */
export function outcomeWords(instance: string, result: MigrationResult, t: Translate): string {
  const { source, target } = result;
  switch (result.outcome) {
    case "moved":
      if (source === target)
        return t("{instance} runs on {target} in a new QEMU process.", { instance, target });
      return t("{instance} moved from {source} to {target} and runs there.", { instance, source, target });
    case "stayed":
      return t("{instance} stayed on {source}. Nothing was lost.", { instance, source });
    case "in-doubt":
      return t(
        "It is not known whether {target} took {instance} over. A person has to look before anything is started.",
        { target, instance },
      );
  }
}

/** Bandwidth as people give it, MiB per second, in the model's bytes per second. Empty or 0: no limit. */
export function toBandwidth(mibPerSecond: string): number {
  const value = Number(mibPerSecond);
  return Number.isFinite(value) && value > 0 ? Math.round(value * 1024 * 1024) : 0;
}

/** What follows when it does not move in time, and what that costs. */
export const timeoutWords: Readonly<
  Record<TimeoutAction, { readonly label: Message; readonly hint: Message }>
> = {
  cancel: {
    label: msg("Cancel: it stays where it is"),
    hint: msg("nothing is lost, and it can be tried again"),
  },
  "longer-pause": {
    label: msg("Allow a longer pause"),
    hint: msg("the guest stands still once, for as long as is given here"),
  },
  throttle: {
    label: msg("Slow its processors down"),
    hint: msg("more with each pass, until it can be caught up with"),
  },
  "post-copy": {
    label: msg("Post-copy: let it run there, and send the rest after it"),
    hint: msg("sure to end, and no way back; see the warning"),
  },
  stop: {
    label: msg("Hold it until all of it is there"),
    hint: msg("sure to end; the guest stands still meanwhile"),
  },
};

/** Where the copy of the disks stands. */
export function copyWords({ copiedBytes, totalBytes, bytesPerSecond }: CopySample, t: Translate): string {
  const left = Math.max(0, totalBytes - copiedBytes);
  return t("disks: {left} of {total} left, {rate}", {
    left: formatBytes(left, t),
    total: formatBytes(totalBytes, t),
    rate: formatRate(bytesPerSecond, t),
  });
}

/** One figure of a result: what was foretold of it, if anything was, and what came. */
export interface ResultFigure {
  readonly label: string;
  readonly foretold?: string;
  readonly measured: string;
}

/** The figures of a result, each beside its forecast. */
export function resultFigures(result: MigrationResult, t: Translate): readonly ResultFigure[] {
  const { forecast, disks, throttled } = { ...result, throttled: mostThrottled(result.samples) };
  const about = (value: string | undefined) =>
    value === undefined ? {} : { foretold: t("about {value}", { value }) };
  const seconds = forecast?.seconds;
  return [
    {
      label: t("Guest stood still"),
      ...about(forecast?.pauseMs === undefined ? undefined : formatDuration(forecast.pauseMs, t)),
      measured: result.pauseMs === undefined ? t("not measured") : formatDuration(result.pauseMs, t),
    },
    {
      label: t("Took altogether"),
      ...about(seconds === undefined ? undefined : formatDuration(seconds * 1000, t)),
      measured: formatDuration(result.totalMs, t),
    },
    {
      label: t("Memory sent"),
      ...about(forecast === undefined ? undefined : formatBytes(forecast.bytes - diskBytes(disks), t)),
      measured: formatBytes(result.transferredBytes, t),
    },
    ...(disks.length === 0 ? [] : [{ label: t("Disks copied"), measured: formatBytes(diskBytes(disks), t) }]),
    { label: t("Passes over memory"), measured: String(result.passes) },
    ...(throttled === 0
      ? []
      : [{ label: t("Processors slowed down by"), measured: t("up to {share} %", { share: throttled }) }]),
    ...(result.afterTimeout === undefined
      ? []
      : [{ label: t("Not in time, so"), measured: t.of(timeoutWords[result.afterTimeout].label) }]),
    ...(result.guestClock === undefined
      ? []
      : [{ label: t("Guest's clock"), measured: t.of(clockWords[result.guestClock]) }]),
  ];
}

/** What became of the guest's clock, which stood still while the guest did. */
const clockWords: Readonly<Record<GuestClock, Message>> = {
  set: msg("set to the target's by the guest's agent"),
  "not set": msg("not set: the guest's agent could not; it may be late"),
  "no agent": msg("left to the guest, which has no agent"),
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
