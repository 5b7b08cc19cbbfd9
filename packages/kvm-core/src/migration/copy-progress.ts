import type { CopiedDisk, CopySample } from "../model/migration.ts";

/** How far the copies are, with the rate since the reading before. */
export function copyProgress(
  disks: readonly CopiedDisk[],
  { atMs, before }: { readonly atMs: number; readonly before: CopySample | undefined },
): { readonly sample: CopySample; readonly fraction: number; readonly text: string } {
  const copiedBytes = sum(disks.map((disk) => disk.copiedBytes));
  // A guest that writes makes more to copy: both figures grow.
  const totalBytes = sum(disks.map((disk) => disk.totalBytes));
  const seconds = before === undefined ? atMs / 1000 : (atMs - before.atMs) / 1000;
  const moved = copiedBytes - (before?.copiedBytes ?? 0);
  const bytesPerSecond =
    seconds > 0 ? Math.max(0, Math.round(moved / seconds)) : (before?.bytesPerSecond ?? 0);
  return {
    sample: { atMs, totalBytes, copiedBytes, bytesPerSecond },
    fraction: totalBytes === 0 ? 0 : Math.min(1, copiedBytes / totalBytes),
    text: `disks: ${mebibytes(totalBytes - copiedBytes)} of ${mebibytes(totalBytes)} left, ${mebibytes(bytesPerSecond)}/s`,
  };
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}

function mebibytes(bytes: number): string {
  return `${Math.round(Math.max(0, bytes) / 1_048_576)} MiB`;
}
