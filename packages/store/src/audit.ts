import type { DatabaseSync } from "node:sqlite";
import { type AuditEntry, auditEntrySchema } from "@gantry/kvm-core/model";

/** The audit trail. Nothing here changes or removes an entry. */
export class AuditTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  append(entry: Omit<AuditEntry, "id">): void {
    this.#database
      .prepare(
        "INSERT INTO audit (at, actor, role, source, action, subject, host, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      )
      .run(
        entry.at,
        entry.actor,
        entry.role,
        entry.from,
        entry.action,
        entry.subject,
        entry.host,
        entry.result,
      );
  }

  /** Newest first. */
  newest(limit: number): AuditEntry[] {
    return this.#database
      .prepare(
        `SELECT id, at, actor, role, source AS "from", action, subject, host, result
         FROM audit ORDER BY id DESC LIMIT ?`,
      )
      .all(limit)
      .map((row) => auditEntrySchema.parse(row));
  }
}
