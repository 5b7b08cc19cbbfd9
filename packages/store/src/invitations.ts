import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";

/** How long a used or expired invitation is remembered, so that whoever comes with it is told which. */
const rememberedMs = 24 * 3600_000;

const rowSchema = z
  .object({
    hash: z.string(),
    name: z.string().nullable(),
    expires_at: z.int(),
    used_by: z.string().nullable(),
  })
  .transform(({ hash, name, expires_at, used_by }) => ({
    hash,
    name: name ?? undefined,
    expiresAt: expires_at,
    usedBy: used_by ?? undefined,
  }));

/** A one-time right to join. `expiresAt` in milliseconds since 1970. */
export type StoredInvitation = z.output<typeof rowSchema>;

/** Invitations, by the SHA-256 of their secret. */
export class InvitationTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  add({ hash, name, expiresAt }: Omit<StoredInvitation, "usedBy">): void {
    this.#database
      .prepare("INSERT INTO invitations (hash, name, expires_at) VALUES (?, ?, ?)")
      .run(hash, name ?? null, expiresAt);
  }

  /** Also one that was used or has ended, for a day. */
  find(hash: string, now: number): StoredInvitation | undefined {
    this.#database.prepare("DELETE FROM invitations WHERE expires_at <= ?").run(now - rememberedMs);
    const row = this.#database.prepare("SELECT * FROM invitations WHERE hash = ?").get(hash);
    return row === undefined ? undefined : rowSchema.parse(row);
  }

  /** Uses an invitation up: true for the first who asks in time, false for everybody else. */
  take(hash: string, usedBy: string, now: number): boolean {
    const { changes } = this.#database
      .prepare("UPDATE invitations SET used_by = ? WHERE hash = ? AND used_by IS NULL AND expires_at > ?")
      .run(usedBy, hash, now);
    return changes === 1;
  }
}
