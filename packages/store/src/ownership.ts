import type { DatabaseSync } from "node:sqlite";
import {
  type OwnedRevision,
  type OwnershipRecord,
  type OwnershipStore,
  ownershipRecordSchema,
} from "@gantry/kvm-core/model";
import * as z from "zod";

const rowSchema = z.object({ revision: z.int(), record: z.string() });

/**
 * Ownership records in SQLite. The database is opened with `synchronous=FULL`, so an answered change has reached the disk.
 * Every change is one statement, which SQLite runs as one transaction.
 */
export class SqliteOwnershipStore implements OwnershipStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async read(uuid: string): Promise<OwnedRevision | undefined> {
    const row = this.#database.prepare("SELECT revision, record FROM ownership WHERE uuid = ?").get(uuid);
    if (row === undefined) return undefined;
    const { revision, record } = rowSchema.parse(row);
    return { revision, record: ownershipRecordSchema.parse(JSON.parse(record)) };
  }

  async compareAndSwap(record: OwnershipRecord, expected: number | undefined): Promise<number | undefined> {
    const body = JSON.stringify(ownershipRecordSchema.parse(record));
    if (expected === undefined) {
      const { changes } = this.#database
        .prepare("INSERT INTO ownership (uuid, revision, record) VALUES (?, 1, ?) ON CONFLICT DO NOTHING")
        .run(record.uuid, body);
      return changes === 1 ? 1 : undefined;
    }
    const { changes } = this.#database
      .prepare("UPDATE ownership SET revision = revision + 1, record = ? WHERE uuid = ? AND revision = ?")
      .run(body, record.uuid, expected);
    return changes === 1 ? expected + 1 : undefined;
  }

  async remove(uuid: string, expected: number): Promise<boolean> {
    const { changes } = this.#database
      .prepare("DELETE FROM ownership WHERE uuid = ? AND revision = ?")
      .run(uuid, expected);
    return changes === 1;
  }
}
