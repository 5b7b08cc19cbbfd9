/** One line of a chart. `null` is a gap. */
export interface ChartLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** What a chart shows over the last hour. */
export interface ChartSpec {
  readonly title: string;
  /** Since when it was measured: a chart of less than an hour begins there. */
  readonly from: number;
  /** End of the hour, in milliseconds of the epoch by the clock that measured. */
  readonly until: number;
  /** Milliseconds of the epoch, ascending; the lines have a value for each. */
  readonly at: readonly number[];
  /** One or two. */
  readonly lines: readonly ChartLine[];
  /** A value with its unit, for the axis, the header and the table. */
  readonly format: (value: number) => string;
  /** Values are means since the time before (a rate), or what was just then (a size). */
  readonly kind: "mean" | "level";
  /** The axis reaches up to this at least. */
  readonly top: number;
  /** Distances of the axis' marks, ascending; the smallest that leaves room is taken. */
  readonly steps: readonly number[];
}

const kibi = 1024;
const halvings = (unit: number) => [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((factor) => factor * unit);

/** Marks at powers of two, so that they read `64 MiB` and not `61 MiB`. */
export const byteSteps = [1, kibi, kibi ** 2, kibi ** 3, kibi ** 4].flatMap(halvings);

/** Marks at 1, 2, 5, 10, … from a hundredth on. */
export const decimalSteps = [0.01, 0.1, 1, 10, 100, 1000, 10_000].flatMap((unit) => [
  unit,
  2 * unit,
  5 * unit,
]);
