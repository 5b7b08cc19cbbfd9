import type { DatabaseSync } from "node:sqlite";
import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z
  .object({
    hash: z.string(),
    name: z.string(),
    role: z.enum(roles),
    source: z.string(),
    created_at: z.string(),
    expires_at: z.int(),
    used_at: z.string().nullable(),
  })
  .transform(({ hash, name, role, source, created_at, expires_at, used_at }) => ({
    hash,
    name,
    role,
    from: source,
    createdAt: created_at,
    expiresAt: expires_at,
    usedAt: used_at ?? undefined,
  }));

/**
 * A signed-in browser. `from` is the network address it signed in from; `expiresAt` in milliseconds since 1970; `usedAt` is when
 * it last called, to the minute.
 */
export type StoredSession = z.output<typeof rowSchema>;

/** Sessions, by the SHA-256 of their cookie. */
export class SessionTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  add(session: Omit<StoredSession, "usedAt">): void {
    this.#database
      .prepare(
        "INSERT INTO sessions (hash, name, role, source, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
      )
      .run(session.hash, session.name, session.role, session.from, session.createdAt, session.expiresAt);
  }

  find(hash: string, now: number): StoredSession | undefined {
    const row = this.#database
      .prepare("SELECT * FROM sessions WHERE hash = ? AND expires_at > ?")
      .get(hash, now);
    return row === undefined ? undefined : rowSchema.parse(row);
  }

  /** Those that are good, the newest first. */
  list(now: number): StoredSession[] {
    return this.#database
      .prepare("SELECT * FROM sessions WHERE expires_at > ? ORDER BY created_at DESC, hash")
      .all(now)
      .map((row) => rowSchema.parse(row));
  }

  /** Remembers that a session called. */
  use(hash: string, at: string): void {
    this.#database.prepare("UPDATE sessions SET used_at = ? WHERE hash = ?").run(at, hash);
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
