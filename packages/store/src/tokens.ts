import type { DatabaseSync } from "node:sqlite";
import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z
  .object({
    hash: z.string(),
    name: z.string(),
    role: z.enum(roles),
    created_at: z.string(),
    expires_at: z.int().nullable(),
    used_at: z.string().nullable(),
  })
  .transform(({ hash, name, role, created_at, expires_at, used_at }) => ({
    hash,
    name,
    role,
    createdAt: created_at,
    expiresAt: expires_at ?? undefined,
    usedAt: used_at ?? undefined,
  }));

/**
 * A token of a person or script. Only the SHA-256 of the secret is kept. `expiresAt` in milliseconds since 1970, undefined for
 * one without an end; `usedAt` is when it was last shown, to the minute.
 */
export type StoredToken = z.output<typeof rowSchema>;

/** A token as it is made: nobody has used it. */
export type NewToken = Pick<StoredToken, "hash" | "name" | "role" | "createdAt"> & {
  readonly expiresAt?: number | undefined;
};

/** The tokens of this agent. */
export class TokenTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @returns false when a token of that name exists already. */
  add(token: NewToken): boolean {
    const { changes } = this.#database
      .prepare(
        "INSERT INTO tokens (hash, name, role, created_at, expires_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      )
      .run(token.hash, token.name, token.role, token.createdAt, token.expiresAt ?? null);
    return changes === 1;
  }

  /** The token of that hash, while it is good. `now` in milliseconds since 1970. */
  find(hash: string, now: number): StoredToken | undefined {
    const row = this.#database
      .prepare("SELECT * FROM tokens WHERE hash = ? AND (expires_at IS NULL OR expires_at > ?)")
      .get(hash, now);
    return row === undefined ? undefined : rowSchema.parse(row);
  }

  /** All of them, those too that have ended. */
  list(): StoredToken[] {
    return this.#database
      .prepare("SELECT * FROM tokens ORDER BY name")
      .all()
      .map((row) => rowSchema.parse(row));
  }

  /** Remembers that a token was shown. */
  use(hash: string, at: string): void {
    this.#database.prepare("UPDATE tokens SET used_at = ? WHERE hash = ?").run(at, hash);
  }

  /** @returns false when there was none of that name. */
  remove(name: string): boolean {
    return this.#database.prepare("DELETE FROM tokens WHERE name = ?").run(name).changes === 1;
  }
}
