import type { ChartSpec } from "./chart-spec.ts";

/** One minute of a chart: the mean of each line, `null` where nothing was known. */
export interface Minute {
  readonly at: number;
  readonly means: readonly (number | null)[];
}

const minuteMs = 60_000;

/** A chart as a table of minutes, the newest first. A minute that nothing is known of is left out. */
export function minutesOf({ at, lines }: Pick<ChartSpec, "at" | "lines">): Minute[] {
  const rows = Map.groupBy(at.keys(), (row) => Math.floor((at[row] ?? 0) / minuteMs));
  return [...rows]
    .map(([minute, members]) => ({
      at: minute * minuteMs,
      means: lines.map(({ values }) => mean(members.map((row) => values[row] ?? null))),
    }))
    .filter(({ means }) => means.some((value) => value !== null))
    .toSorted((a, b) => b.at - a.at);
}

/** The newest value of a line if it is known, and the highest of all. */
export function extremesOf(values: readonly (number | null)[]): {
  last: number | null;
  highest: number | null;
} {
  const highest = values.reduce<number | null>(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  );
  return { last: values.at(-1) ?? null, highest };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
