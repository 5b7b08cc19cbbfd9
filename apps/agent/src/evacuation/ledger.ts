import type {
  ErrorBody,
  EvacuationOutcome,
  EvacuationPlan,
  EvacuationProgressRow,
  EvacuationResult,
  EvacuationRow,
  Operation,
  OperationStatus,
} from "@gantry/kvm-core/model";
import { countsText } from "./result-words.ts";

interface Entry {
  readonly row: EvacuationRow;
  present: EvacuationProgressRow;
  /** How much of the work on it is done, from 0 to 1. */
  done: number;
}

const outcomeOfEnd: Partial<Record<OperationStatus, EvacuationOutcome>> = {
  failed: "failed",
  cancelled: "cancelled",
  "in-doubt": "in-doubt",
};

/** What an evacuation has done, does and has left: the one place that its words and its progress come from. */
export class EvacuationLedger {
  readonly #host: string;
  readonly #entries: ReadonlyMap<string, Entry>;
  #fraction = 0;

  constructor({ host, rows }: EvacuationPlan) {
    this.#host = host;
    this.#entries = new Map(
      rows.map((row) => [row.uuid, { row, present: planned(row), done: isWork(row) ? 0 : 1 }]),
    );
  }

  get rows(): EvacuationProgressRow[] {
    return [...this.#entries.values()].map(({ present }) => present);
  }

  /** What the evacuation has come to so far. */
  get result(): EvacuationResult {
    return { host: this.#host, rows: this.rows, text: countsText(this.rows) };
  }

  /** By the memory of those that have work to do. Never runs backwards, and what was not begun is not counted as done. */
  get fraction(): number {
    const work = [...this.#entries.values()].filter(({ row }) => isWork(row));
    const whole = work.reduce((sum, { row }) => sum + row.memoryMiB, 0);
    const done = work.reduce((sum, { row, done: share }) => sum + row.memoryMiB * share, 0);
    this.#fraction = Math.max(this.#fraction, whole === 0 ? 1 : done / whole);
    return this.#fraction;
  }

  /** One more has its turn. */
  begun(uuid: string): void {
    this.#change(uuid, { outcome: "under-way", text: "It begins." });
  }

  /** News of the operation on it. */
  heard(uuid: string, { id, progress }: Operation): void {
    const entry = this.#entries.get(uuid);
    if (entry === undefined) return;
    entry.done = Math.max(entry.done, progress?.fraction ?? 0);
    this.#change(uuid, { operation: id, text: progress?.text ?? "It begins." });
  }

  ended(uuid: string, { id, status, error }: Operation): EvacuationProgressRow | undefined {
    const entry = this.#entries.get(uuid);
    if (entry === undefined) return undefined;
    const { row } = entry;
    entry.done = 1;
    const outcome =
      outcomeOfEnd[status] ?? (row.class === "shut-down" ? ("shut-down" as const) : ("moved" as const));
    const text = textOf(row, { outcome, error, host: this.#host });
    return this.#change(uuid, { operation: id, outcome, text, ...(error && { error }) });
  }

  /** It could not even be begun. */
  refused(uuid: string, error: ErrorBody): EvacuationProgressRow | undefined {
    const entry = this.#entries.get(uuid);
    if (entry !== undefined) entry.done = 1;
    return this.#change(uuid, { outcome: "failed", text: error.message, error });
  }

  /** No more are begun. */
  stopped(): EvacuationProgressRow[] {
    const waiting = this.rows.filter(({ outcome }) => outcome === "waiting");
    for (const { uuid } of waiting) {
      this.#change(uuid, { outcome: "not-begun", text: `Not begun: it was cancelled before its turn.` });
    }
    return waiting;
  }

  #change(uuid: string, change: Partial<EvacuationProgressRow>): EvacuationProgressRow | undefined {
    const entry = this.#entries.get(uuid);
    if (entry === undefined) return undefined;
    entry.present = { ...entry.present, ...change };
    return entry.present;
  }
}

function isWork(row: EvacuationRow): boolean {
  return row.class === "movable" || row.class === "shut-down";
}

function planned(row: EvacuationRow): EvacuationProgressRow {
  const { instance, uuid, target } = row;
  const about = { instance, uuid, class: row.class, ...(target !== undefined && { target }) };
  if (row.class === "stays") return { ...about, outcome: "stays", text: row.why };
  if (row.class === "blocked")
    return { ...about, outcome: "blocked", text: [row.why, row.fix].filter(Boolean).join(" ") };
  return { ...about, outcome: "waiting", text: "It waits for its turn." };
}

function textOf(
  { instance, target }: EvacuationRow,
  how: {
    readonly outcome: EvacuationOutcome;
    readonly error: ErrorBody | undefined;
    readonly host: string;
  },
): string {
  const { outcome, error, host } = how;
  if (outcome === "moved") return `It runs on ${target ?? "another host"}.`;
  if (outcome === "shut-down") return `It was shut down and is on ${host}, stopped.`;
  if (outcome === "cancelled") return `Cancelled: it stays on ${host}, as it was.`;
  const where = error?.where ?? (outcome === "failed" ? `${instance} is still on ${host}.` : "");
  return [error?.message ?? "It failed.", where].filter((part) => part !== "").join(" ");
}
