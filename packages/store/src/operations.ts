import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Operation, operationSchema } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z.object({ body: z.string() });

/** Operations, kept after they ended, in the order in which they began: whatever the clock said then. */
export class OperationTable {
  readonly #database: DatabaseSync;
  readonly #save: StatementSync;
  readonly #find: StatementSync;
  readonly #prune: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    // An operation is written at each of its steps: what is prepared anew each time is memory that waits for a collection.
    this.#save = database.prepare(
      `INSERT INTO operations (id, created_at, status, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
    );
    this.#find = database.prepare("SELECT body FROM operations WHERE id = ?");
    this.#prune = database.prepare(
      `DELETE FROM operations WHERE status NOT IN ('queued', 'running') AND rowid <
       (SELECT rowid FROM operations ORDER BY rowid DESC LIMIT 1 OFFSET ?)`,
    );
  }

  /** Writes the operation as it is now. */
  save(operation: Operation): void {
    this.#save.run(operation.id, operation.createdAt, operation.status, JSON.stringify(operation));
  }

  find(id: string): Operation | undefined {
    const row = this.#find.get(id);
    return row === undefined ? undefined : parse(row);
  }

  /** Newest first. */
  newest(limit: number): Operation[] {
    return this.#database
      .prepare("SELECT body FROM operations ORDER BY rowid DESC LIMIT ?")
      .all(limit)
      .map(parse);
  }

  /** Those that had not ended when they were last written. */
  unended(): Operation[] {
    return this.#database
      .prepare("SELECT body FROM operations WHERE status IN ('queued', 'running')")
      .all()
      .map(parse);
  }

  /**
   * Keeps the newest `keep` and those that have not ended, and forgets older ones. Called after each operation: it walks
   * back through the newest and touches no more than it forgets.
   */
  prune(keep: number): void {
    this.#prune.run(keep - 1);
  }
}

function parse(row: unknown): Operation {
  return operationSchema.parse(JSON.parse(rowSchema.parse(row).body));
}
