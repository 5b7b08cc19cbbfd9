import type { MigrationSample } from "../model/migration.ts";

/** The first pass over memory fills this share of the bar; later passes only creep, and the words take over. */
const firstPassShare = 0.8;

/**
 * How far a transfer is. `transferred / total` is not progress: it says 0.4 % for a finished idle guest and over 100 %
 * for a busy one. Never smaller than `before`.
 */
export function progressOf(sample: MigrationSample, before: number): { fraction: number; text: string } {
  return { fraction: Math.max(before, fractionOf(sample)), text: wordsOf(sample) };
}

function fractionOf({ pass, totalBytes, remainingBytes }: MigrationSample): number {
  if (totalBytes === 0) return 0;
  const sent = (totalBytes - remainingBytes) / totalBytes;
  if (pass <= 1) return firstPassShare * sent;
  return firstPassShare + (0.95 - firstPassShare) * sent * (1 - 1 / pass);
}

function wordsOf({ pass, remainingBytes, dirtyBytesPerSecond, bytesPerSecond }: MigrationSample): string {
  const left = `pass ${Math.max(1, pass)}: ${mebibytes(remainingBytes)} left`;
  if (pass <= 1) return bytesPerSecond === 0 ? left : `${left}, link ${mebibytes(bytesPerSecond)}/s`;
  return `${left}, guest writes ${mebibytes(dirtyBytesPerSecond)}/s, link ${mebibytes(bytesPerSecond)}/s`;
}

function mebibytes(bytes: number): string {
  const value = bytes / 1_048_576;
  return `${value >= 10 || value === 0 ? Math.round(value) : value.toFixed(1)} MiB`;
}
