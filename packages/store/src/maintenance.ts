import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Maintenance } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z
  .object({ since: z.string(), set_by: z.string(), reason: z.string().nullable() })
  .transform(
    ({ since, set_by: by, reason }): Maintenance => ({
      since,
      by,
      ...(reason !== null && { reason }),
    }),
  );

/** Whether this host is in maintenance: outlives agents and restarts of the host. */
export class MaintenanceTable {
  readonly #database: DatabaseSync;
  /** Read whenever hosts are listed. */
  readonly #present: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#present = database.prepare("SELECT since, set_by, reason FROM maintenance");
  }

  /** Undefined while it is not. */
  present(): Maintenance | undefined {
    const row = this.#present.get();
    return row === undefined ? undefined : rowSchema.parse(row);
  }

  /** Begins it, or says anew by whom and why it lasts. */
  save({ since, by, reason }: Maintenance): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO maintenance (one, since, set_by, reason) VALUES (1, ?, ?, ?)")
      .run(since, by, reason ?? null);
  }

  end(): void {
    this.#database.exec("DELETE FROM maintenance");
  }
}
