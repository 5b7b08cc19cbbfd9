import { median, quantile } from "../figures/statistics.ts";
import type { BenchReport, Comparison, Series } from "./report.ts";

/** The report as text of fixed columns. */
export function renderTable({ bench, series, comparisons, notes }: BenchReport): string {
  const rows = [
    ["", "median", "p99", "min", "max", "n", ""],
    ...series.map((one) => [`  ${one.subject}`, ...figures(one.values), one.unit]),
    ...comparisons.map((one) => [
      `  ${one.name}`,
      ...figures(one.values),
      `${one.unit ?? "x"}${verdict(one)}`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row.map((cell, column) =>
      column === 0 || column === 6 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  );
  return [
    bench,
    ...lines.map((line) => line.join("  ").trimEnd()),
    ...notes.map((note) => `  ${note}`),
    "",
  ].join("\n");
}

/** Median of a comparison beside its aim. */
export function meetsAim({ aim, values }: Comparison): boolean | undefined {
  if (aim === undefined) return undefined;
  return "atMost" in aim ? median(values) <= aim.atMost : median(values) >= aim.atLeast;
}

function verdict(comparison: Comparison): string {
  const { aim } = comparison;
  if (aim === undefined) return "";
  const words = "atMost" in aim ? `at most ${aim.atMost}` : `at least ${aim.atLeast}`;
  return `  (aim: ${words}: ${meetsAim(comparison) === true ? "met" : "missed"})`;
}

function figures(values: Series["values"]): string[] {
  const places = [0.5, 0.99, 0, 1].map((p) => shown(quantile(values, p)));
  return [...places, String(values.length)];
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return "-";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
