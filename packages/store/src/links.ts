import type { DatabaseSync } from "node:sqlite";
import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z.object({ name: z.string(), role: z.enum(roles) });

/** A one-time sign-in link. Times in milliseconds since 1970. */
export interface StoredLink extends z.output<typeof rowSchema> {
  readonly hash: string;
  readonly expiresAt: number;
}

/** One-time links, by the SHA-256 of their code. */
export class LinkTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  add(link: StoredLink): void {
    this.#database
      .prepare("INSERT INTO links (hash, name, role, expires_at) VALUES (?, ?, ?, ?)")
      .run(link.hash, link.name, link.role, link.expiresAt);
  }

  /** Uses a link up: whoever asks first gets who it was for, everyone after that nothing. */
  take(hash: string, now: number): Pick<StoredLink, "name" | "role"> | undefined {
    this.#database.prepare("DELETE FROM links WHERE expires_at <= ?").run(now);
    const row = this.#database.prepare("DELETE FROM links WHERE hash = ? RETURNING name, role").get(hash);
    return row === undefined ? undefined : rowSchema.parse(row);
  }
}
