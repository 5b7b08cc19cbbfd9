import { type FamilyFacts, families, type FamilyName } from "./families.ts";

/** One number. `suffix` only within a histogram. */
export interface Sample {
  readonly suffix?: "_bucket" | "_sum" | "_count";
  readonly labels?: Readonly<Record<string, string>>;
  /** Undefined: not known now. It is left out, which Prometheus draws as a gap. */
  readonly value: number | undefined;
}

/** What is to be told, by family. */
export type Samples = Partial<Record<FamilyName, readonly Sample[]>>;

/** What the answer is, to those who scrape it. */
export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/**
 * The text format of Prometheus, version 0.0.4, in the order of the catalogue. Families of which nothing is known are
 * left out. `# UNIT` is of OpenMetrics, and a comment to parsers of this format.
 */
export function renderExposition(samples: Samples): string {
  return Object.entries(families)
    .map(([name, facts]: [string, FamilyFacts]) => {
      const known = samplesOf(samples, name).filter(({ value }) => value !== undefined);
      return known.length === 0 ? "" : family(name, facts, known);
    })
    .join("");
}

/** A label's value between its quotes. */
export function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function samplesOf(samples: Samples, name: string): readonly Sample[] {
  return new Map(Object.entries(samples)).get(name) ?? [];
}

function family(name: string, { type, help, unit }: FamilyFacts, samples: readonly Sample[]): string {
  const head = [
    `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
  ];
  return `${[...head, ...samples.map((sample) => line(name, sample))].join("\n")}\n`;
}

function line(name: string, { suffix, labels = {}, value = Number.NaN }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  const set = pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
  return `${name}${suffix ?? ""}${set} ${numberText(value)}`;
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}
