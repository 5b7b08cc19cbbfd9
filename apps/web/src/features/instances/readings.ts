import type { InstanceFigures } from "@gantry/kvm-core/model";

/** What happened between two readings: CPUs in use, and bytes per second. `at` in milliseconds of the epoch. */
export interface Reading {
  readonly at: number;
  readonly cpus: number;
  readonly residentBytes: number;
  readonly diskRead: number;
  readonly diskWritten: number;
  readonly received: number | undefined;
  readonly sent: number | undefined;
}

/** An hour at one reading every three seconds. */
const kept = 1_200;

/** The history with one more reading; the same reading twice is one. */
export function append(
  history: readonly InstanceFigures[],
  figures: InstanceFigures,
): readonly InstanceFigures[] {
  if (history.at(-1)?.readAt === figures.readAt) return history;
  return [...history, figures].slice(-kept);
}

/** The rates between neighbours of a history. Counters that went backwards (a reset) count as zero. */
export function readingsBetween(history: readonly InstanceFigures[]): Reading[] {
  return history.slice(1).flatMap((now, index) => {
    const before = history[index];
    const at = Date.parse(now.readAt);
    const seconds = before === undefined ? 0 : (at - Date.parse(before.readAt)) / 1_000;
    if (before === undefined || seconds <= 0) return [];
    const rate = (of: (figures: InstanceFigures) => number) => Math.max(0, of(now) - of(before)) / seconds;
    const isCounted = now.nics.some((nic) => nic.receiveBytes !== undefined);
    return [
      {
        at,
        cpus: rate((figures) => figures.cpuSeconds),
        residentBytes: now.residentBytes,
        diskRead: rate((figures) => sum(figures.disks, (disk) => disk.readBytes)),
        diskWritten: rate((figures) => sum(figures.disks, (disk) => disk.writtenBytes)),
        received: isCounted ? rate((figures) => sum(figures.nics, (nic) => nic.receiveBytes)) : undefined,
        sent: isCounted ? rate((figures) => sum(figures.nics, (nic) => nic.transmitBytes)) : undefined,
      },
    ];
  });
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number | undefined): number {
  return items.reduce((total, item) => total + (of(item) ?? 0), 0);
}
