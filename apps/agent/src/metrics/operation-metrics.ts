import { isEnded, migrationResultSchema, type Operation } from "@gantry/kvm-core/model";
import type { Sample, Samples } from "./exposition.ts";
import { Histogram } from "./histogram.ts";

/** Seconds. A tiny guest starts in a tenth, a large one moves in an hour. */
const bounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];
const results = ["succeeded", "failed", "cancelled", "in-doubt"] as const;
/** Migrations whose figures are remembered, one for each instance. */
const rememberedMigrations = 200;

const figuresSchema = migrationResultSchema.pick({ target: true, pauseMs: true, totalMs: true });
const sampleSchema = migrationResultSchema.shape.samples.element;

/** Counts operations as they end, and remembers the last migration of each instance. */
export class OperationMetrics {
  readonly #durations = new Histogram(bounds);
  readonly #migrations = new Map<string, number>(results.map((result) => [result, 0]));
  readonly #underWay = new Map<string, Operation>();
  /** The last migration that ended, by instance, the oldest first. */
  readonly #lastMoves = new Map<string, Operation>();

  /** Told of every change of an operation of this host. */
  note(operation: Operation): void {
    if (!isEnded(operation)) {
      this.#underWay.set(operation.id, operation);
      return;
    }
    // One that began before this agent is not of its time.
    if (!this.#underWay.delete(operation.id)) return;
    const { kind, status: result, startedAt, endedAt } = operation;
    if (startedAt !== undefined && endedAt !== undefined)
      this.#durations.observe({ kind, result }, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
    if (kind !== "instance.migrate") return;
    this.#migrations.set(result, (this.#migrations.get(result) ?? 0) + 1);
    this.#lastMoves.delete(operation.instance);
    this.#lastMoves.set(operation.instance, operation);
    const [oldest] = this.#lastMoves.keys();
    if (oldest !== undefined && this.#lastMoves.size > rememberedMigrations) this.#lastMoves.delete(oldest);
  }

  samples(): Samples {
    const moving = [...this.#underWay.values()].filter(({ kind }) => kind === "instance.migrate");
    const names = new Set(moving.map(({ instance }) => instance));
    const moved = [...this.#lastMoves.values()].filter(({ instance }) => !names.has(instance));
    const now = moving.map((operation) => ({ labels: labelsOf(operation), last: lastSampleOf(operation) }));
    const seconds = (
      of: (operation: Operation) => number | undefined,
      among: readonly Operation[],
    ): Sample[] =>
      among.map((operation) => {
        const ms = of(operation);
        return { labels: labelsOf(operation), value: ms === undefined ? undefined : ms / 1000 };
      });
    return {
      gantry_migration_remaining_bytes: now.map(({ labels, last }) => ({
        labels,
        value: last?.remainingBytes,
      })),
      gantry_migration_dirty_rate_bytes: now.map(({ labels, last }) => ({
        labels,
        value: last?.dirtyBytesPerSecond,
      })),
      gantry_migration_throughput_bytes: now.map(({ labels, last }) => ({
        labels,
        value: last?.bytesPerSecond,
      })),
      gantry_migration_pause_seconds: seconds((one) => figuresOf(one)?.pauseMs, moved),
      gantry_migration_duration_seconds: seconds((one) => figuresOf(one)?.totalMs, [...moving, ...moved]),
      gantry_migrations_total: [...this.#migrations].map(([result, value]) => ({
        labels: { result },
        value,
      })),
      gantry_operation_duration_seconds: this.#durations.samples(),
    };
  }
}

function figuresOf({ result }: Operation) {
  return figuresSchema.safeParse(result).data;
}

function labelsOf(operation: Operation): Record<string, string> {
  return { instance: operation.instance, target: figuresOf(operation)?.target ?? "" };
}

/** Only the newest of some thousands is parsed. */
function lastSampleOf({ result }: Operation) {
  const samples = result?.["samples"];
  return Array.isArray(samples) ? sampleSchema.safeParse(samples.at(-1)).data : undefined;
}
