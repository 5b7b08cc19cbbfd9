import type { FiguresRow } from "@gantry/kvm-core/model";
import { table } from "./table.ts";

type Figures = NonNullable<FiguresRow["figures"]>;

const headings = ["NAME", "HOST", "CPU", "MEMORY", "READ", "WRITTEN", "RECEIVED", "SENT"];

/** Figures as a table: totals, or what came since `before` where that has the same process. No figures is a dash. */
export function figuresTable(rows: readonly FiguresRow[], before: readonly FiguresRow[] = []): string {
  return table(
    headings,
    rows.map(({ name, host, uuid, figures }) => {
      if (figures === undefined) return [name, host, "-"];
      const old = before.find((row) => row.uuid === uuid)?.figures;
      return [name, host, ...cells(figures, old)];
    }),
  );
}

function cells(now: Figures, old: Figures | undefined): string[] {
  const since = (total: (figures: Figures) => number) => {
    const earlier = old === undefined ? 0 : total(old);
    // Less than before: another process, which began at nothing.
    return total(now) < earlier ? total(now) : total(now) - earlier;
  };
  return [
    `${since(({ cpuSeconds }) => cpuSeconds).toFixed(1)} s`,
    bytes(now.residentBytes),
    bytes(since(({ disks }) => sum(disks.map(({ readBytes }) => readBytes)))),
    bytes(since(({ disks }) => sum(disks.map(({ writtenBytes }) => writtenBytes)))),
    bytes(since(({ nics }) => sum(nics.map(({ receiveBytes }) => receiveBytes)))),
    bytes(since(({ nics }) => sum(nics.map(({ transmitBytes }) => transmitBytes)))),
  ];
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
}

/** Bytes in the largest binary unit that leaves at least one: "512 B", "1.5 KiB", "20.0 GiB". */
export function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const unit = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log2(count) / 10));
  return `${unit === 0 ? count : (count / 1024 ** unit).toFixed(1)} ${units[unit] ?? "B"}`;
}
