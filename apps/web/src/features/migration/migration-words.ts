import { formatBytes, formatDuration, formatRate } from "#lib/format.ts";
import type { MigrationResult, MigrationSample, MigrationStep } from "@gantry/kvm-core/model";

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

/** The figures of a result as label and value. */
export function resultFigures(result: MigrationResult): readonly (readonly [label: string, value: string])[] {
  return [
    ["Guest stood still", result.pauseMs === undefined ? "not measured" : formatDuration(result.pauseMs)],
    ["Took altogether", formatDuration(result.totalMs)],
    ["Sent", formatBytes(result.transferredBytes)],
    ["Passes over memory", String(result.passes)],
  ];
}

/** Where in the samples a new pass began, in milliseconds since the start. */
export function passBoundaries(samples: readonly MigrationSample[]): number[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    return before !== undefined && sample.pass > before.pass && before.pass > 0 ? [sample.atMs] : [];
  });
}
