/** Raw readings of one subject, in the order in which they were taken. */
export interface Series {
  readonly subject: string;
  readonly unit: "ms" | "kB" | "kB/s" | "MB/s" | "KiB" | "MiB" | "frames/s" | "bytes" | "s/GB" | "%";
  readonly values: readonly number[];
}

/** How one subject stands to its peer, or to a budget. */
export interface Comparison {
  readonly name: string;
  /** One value for each round; what is reported is their median. */
  readonly values: readonly number[];
  /** What we aim at; nothing fails when it is missed. */
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number };
  /** Without a unit it is a ratio. */
  readonly unit?: Series["unit"];
}

/** What one benchmark found. */
export interface BenchReport {
  readonly bench: string;
  readonly series: readonly Series[];
  readonly comparisons: readonly Comparison[];
  readonly notes: readonly string[];
}
