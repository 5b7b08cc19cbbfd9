import type { DatabaseSync } from "node:sqlite";
import { type Operation, operationSchema } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z.object({ body: z.string() });

/** Operations, kept after they ended. */
export class OperationTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Writes the operation as it is now. */
  save(operation: Operation): void {
    this.#database
      .prepare(
        `INSERT INTO operations (id, created_at, status, body) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body`,
      )
      .run(operation.id, operation.createdAt, operation.status, JSON.stringify(operation));
  }

  find(id: string): Operation | undefined {
    const row = this.#database.prepare("SELECT body FROM operations WHERE id = ?").get(id);
    return row === undefined ? undefined : parse(row);
  }

  /** Newest first. */
  newest(limit: number): Operation[] {
    return this.#database
      .prepare("SELECT body FROM operations ORDER BY created_at DESC, rowid DESC LIMIT ?")
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

  /** Keeps the newest `keep` that ended and forgets older ones. */
  prune(keep: number): void {
    this.#database
      .prepare(
        `DELETE FROM operations WHERE status NOT IN ('queued', 'running') AND id NOT IN
         (SELECT id FROM operations ORDER BY created_at DESC LIMIT ?)`,
      )
      .run(keep);
  }
}

function parse(row: unknown): Operation {
  return operationSchema.parse(JSON.parse(rowSchema.parse(row).body));
}
