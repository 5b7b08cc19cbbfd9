import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";

const rowSchema = z
  .object({
    fingerprint: z.string(),
    name: z.string(),
    url: z.string(),
    certificate: z.string(),
    removed: z.int(),
  })
  .transform(({ removed, ...row }) => ({ ...row, removed: removed === 1 }));

/** A host that joined, by the fingerprint of its key. One that was removed stays on the list as such, for ever. */
export type StoredMember = z.output<typeof rowSchema>;

/** The hosts that belong together, as far as this one knows. */
export class MemberTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Writes the member as it is now. One that was removed stays removed, whatever is written. */
  save({ fingerprint, name, url, certificate, removed }: StoredMember): void {
    this.#database
      .prepare(
        `INSERT INTO members (fingerprint, name, url, certificate, removed) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (fingerprint) DO UPDATE SET
           name = excluded.name, url = excluded.url, certificate = excluded.certificate,
           removed = max(removed, excluded.removed)`,
      )
      .run(fingerprint, name, url, certificate, removed ? 1 : 0);
  }

  list(): StoredMember[] {
    return this.#database
      .prepare("SELECT * FROM members ORDER BY name, fingerprint")
      .all()
      .map((row) => rowSchema.parse(row));
  }

  /** Forgets everybody: this host is on its own again. */
  clear(): void {
    this.#database.prepare("DELETE FROM members").run();
  }
}
