import type { DatabaseSync } from "node:sqlite";
import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z
  .object({ hash: z.string(), name: z.string(), role: z.enum(roles), created_at: z.string() })
  .transform(({ hash, name, role, created_at }) => ({ hash, name, role, createdAt: created_at }));

/** A token of a person or script. Only the SHA-256 of the secret is kept. */
export type StoredToken = z.output<typeof rowSchema>;

/** The tokens of this agent. */
export class TokenTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @returns false when a token of that name exists already. */
  add(token: StoredToken): boolean {
    const { changes } = this.#database
      .prepare("INSERT INTO tokens (hash, name, role, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
      .run(token.hash, token.name, token.role, token.createdAt);
    return changes === 1;
  }

  find(hash: string): StoredToken | undefined {
    const row = this.#database.prepare("SELECT * FROM tokens WHERE hash = ?").get(hash);
    return row === undefined ? undefined : rowSchema.parse(row);
  }

  list(): StoredToken[] {
    return this.#database
      .prepare("SELECT * FROM tokens ORDER BY name")
      .all()
      .map((row) => rowSchema.parse(row));
  }

  /** @returns false when there was none of that name. */
  remove(name: string): boolean {
    return this.#database.prepare("DELETE FROM tokens WHERE name = ?").run(name).changes === 1;
  }
}
