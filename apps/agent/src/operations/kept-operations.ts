import type { Operation } from "@gantry/kvm-core/model";
import type { OperationTable } from "@gantry/store";

/** The table, as far as it is used here. */
export type KeepingTable = Pick<OperationTable, "save" | "find" | "newest" | "unended" | "prune">;

/**
 * Operations as they are remembered. What cannot be written, as while the disk is full, is kept in memory and written with
 * the next change that can be: no work goes wrong because it could not be told of.
 */
export class KeptOperations {
  readonly #table: KeepingTable;
  readonly #onError: (error: unknown) => void;
  readonly #unwritten = new Map<string, Operation>();

  /** @param onError hears why something could not be written. */
  constructor(table: KeepingTable, onError: (error: unknown) => void) {
    this.#table = table;
    this.#onError = onError;
  }

  save(operation: Operation): void {
    this.#unwritten.set(operation.id, operation);
    this.#attempt(() => {
      for (const [id, unwritten] of this.#unwritten) {
        this.#table.save(unwritten);
        this.#unwritten.delete(id);
      }
    });
  }

  find(id: string): Operation | undefined {
    return this.#unwritten.get(id) ?? this.#table.find(id);
  }

  /** Newest first. */
  newest(limit: number): Operation[] {
    const written = this.#table.newest(limit).filter(({ id }) => !this.#unwritten.has(id));
    if (this.#unwritten.size === 0) return written;
    return [...this.#unwritten.values(), ...written]
      .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
      .slice(0, limit);
  }

  /** Those that had not ended when they were last written. */
  unended(): Operation[] {
    return this.#table.unended();
  }

  prune(keep: number): void {
    this.#attempt(() => this.#table.prune(keep));
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#onError(error);
    }
  }
}
