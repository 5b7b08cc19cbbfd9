import type { CastEvent } from "@gantry/kvm-core/model";

/** A recording, read. */
export interface ReadCast {
  readonly cols: number;
  readonly rows: number;
  readonly title: string | undefined;
  readonly events: readonly CastEvent[];
}

const mostColumns = 1000;

/** Reads asciicast v2 text; undefined when it is something else. Lines that are no events are passed over. */
export function readCast(text: string): ReadCast | undefined {
  const [first = "", ...lines] = text.split("\n");
  const header = parsed(first);
  if (!isRecord(header) || header["version"] !== 2) return undefined;
  const { title } = header;
  return {
    cols: sizeOf(header["width"], 80),
    rows: sizeOf(header["height"], 24),
    title: typeof title === "string" ? title : undefined,
    events: lines.map(parsed).filter(isEvent),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function sizeOf(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isInteger(value) && value > 0
    ? Math.min(value, mostColumns)
    : otherwise;
}

function isEvent(value: unknown): value is CastEvent {
  if (!isList(value)) return false;
  const [seconds, code, data] = value;
  return (
    typeof seconds === "number" &&
    Number.isFinite(seconds) &&
    (code === "o" || code === "i" || code === "m") &&
    typeof data === "string"
  );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
