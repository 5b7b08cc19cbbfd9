import type { DatabaseSync } from "node:sqlite";
import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z
  .object({
    hash: z.string(),
    name: z.string(),
    role: z.enum(roles),
    created_at: z.string(),
    expires_at: z.int(),
  })
  .transform(({ hash, name, role, created_at, expires_at }) => ({
    hash,
    name,
    role,
    createdAt: created_at,
    expiresAt: expires_at,
  }));

/** A signed-in browser. `expiresAt` in milliseconds since 1970. */
export type StoredSession = z.output<typeof rowSchema>;

/** Sessions, by the SHA-256 of their cookie. */
export class SessionTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  add(session: StoredSession): void {
    this.#database
      .prepare("INSERT INTO sessions (hash, name, role, created_at, expires_at) VALUES (?, ?, ?, ?, ?)")
      .run(session.hash, session.name, session.role, session.createdAt, session.expiresAt);
  }

  find(hash: string, now: number): StoredSession | undefined {
    const row = this.#database
      .prepare("SELECT * FROM sessions WHERE hash = ? AND expires_at > ?")
      .get(hash, now);
    return row === undefined ? undefined : rowSchema.parse(row);
  }

  remove(hash: string): void {
    this.#database.prepare("DELETE FROM sessions WHERE hash = ?").run(hash);
  }

  /** Ends all sessions of that name and answers their hashes. */
  removeOf(name: string): string[] {
    return this.#database
      .prepare("DELETE FROM sessions WHERE name = ? RETURNING hash")
      .all(name)
      .map((row) => z.object({ hash: z.string() }).parse(row).hash);
  }

  removeExpired(now: number): void {
    this.#database.prepare("DELETE FROM sessions WHERE expires_at <= ?").run(now);
  }
}
