import type { MigrationSample } from "../model/migration.ts";
import type { MigrationInfo } from "../qmp/index.ts";
import { keepSample } from "./keep-samples.ts";
import type { Passage } from "./move.ts";
import { progressOf } from "./progress.ts";

/**
 * Keeps one reading of the memory.
 *
 * @returns whether it shows that something moved, and how far the memory is; undefined when QEMU told no figures.
 */
export function takeSample(
  move: Passage,
  info: MigrationInfo,
): { readonly moved: boolean; readonly how: { fraction: number; text: string } } | undefined {
  const before = move.samples.at(-1);
  const sample = keepReading(move, info);
  if (sample === undefined) return undefined;
  const fraction = before === undefined ? 0 : progressOf(before, 0).fraction;
  const moved = before === undefined || before.transferredBytes !== sample.transferredBytes;
  return { moved, how: progressOf(sample, fraction) };
}

/** Keeps one reading, if there is anything in it. */
export function keepReading(move: Passage, info: MigrationInfo): MigrationSample | undefined {
  const { ram } = info;
  if (ram === undefined) return undefined;
  const sample: MigrationSample = {
    atMs: Math.round(performance.now() - move.startedAt),
    status: info.status,
    pass: ram.passes,
    totalBytes: ram.totalBytes,
    remainingBytes: ram.remainingBytes,
    transferredBytes: ram.transferredBytes,
    bytesPerSecond: Math.round((ram.mbps * 1e6) / 8),
    dirtyBytesPerSecond: ram.dirtyBytesPerSecond,
    // In the first pass QEMU has seen no rate yet and says its default.
    ...(ram.passes < 2 || info.expectedDowntimeMs === undefined
      ? {}
      : { expectedPauseMs: info.expectedDowntimeMs }),
    ...(info.cpuThrottlePercent === undefined ? {} : { throttlePercent: info.cpuThrottlePercent }),
  };
  keepSample(move.samples, sample);
  return sample;
}
