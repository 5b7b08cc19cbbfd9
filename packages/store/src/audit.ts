import type { DatabaseSync } from "node:sqlite";
import { type AuditEntry, type AuditFilter, auditEntrySchema } from "@gantry/kvm-core/model";

/** The audit trail. Nothing here changes or removes an entry, and the database refuses whoever else tries. */
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

  /** Newest first, those that the filter lets through. */
  newest(limit: number, filter: AuditFilter = {}): AuditEntry[] {
    const { actor, action, subject, host, result, before } = filter;
    return this.#database
      .prepare(
        `SELECT id, at, actor, role, source AS "from", action, subject, host, result
         FROM audit
         WHERE (:actor IS NULL OR actor = :actor)
           AND (:action IS NULL OR action = :action OR action LIKE :action || '.%')
           AND (:subject IS NULL OR subject = :subject)
           AND (:host IS NULL OR host = :host)
           AND (:before IS NULL OR at < :before)
           AND (:result IS NULL OR result = :result OR (:result = 'refused' AND result <> 'ok'))
         ORDER BY id DESC LIMIT :limit`,
      )
      .all({
        limit,
        actor: actor ?? null,
        action: action ?? null,
        subject: subject ?? null,
        host: host ?? null,
        before: before ?? null,
        result: result ?? null,
      })
      .map((row) => auditEntrySchema.parse(row));
  }
}
