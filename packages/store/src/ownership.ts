import type { DatabaseSync } from "node:sqlite";
import {
  type OwnedRevision,
  type OwnershipRecord,
  type OwnershipStore,
  ownershipRecordSchema,
} from "@gantry/kvm-core/model";
import * as z from "zod";
import { transaction } from "./transaction.ts";

const rowSchema = z.object({ revision: z.int(), record: z.string() });

/**
 * Ownership records in SQLite, for this host alone. The database is opened with `synchronous=FULL`, so an answered change
 * has reached the disk. Revisions come from one counter, so that none of them ever comes back.
 */
export class SqliteOwnershipStore implements OwnershipStore {
  readonly shared = false;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async read(uuid: string): Promise<OwnedRevision | undefined> {
    const row = this.#database.prepare("SELECT revision, record FROM ownership WHERE uuid = ?").get(uuid);
    return row === undefined ? undefined : parse(row);
  }

  async compareAndSwap(record: OwnershipRecord, expected: number | undefined): Promise<number | undefined> {
    const body = JSON.stringify(ownershipRecordSchema.parse(record));
    return transaction(this.#database, () => {
      const row = this.#database.prepare("SELECT revision FROM ownership WHERE uuid = ?").get(record.uuid);
      if (row?.["revision"] !== expected) return undefined;
      const revision = this.#nextRevision();
      this.#database
        .prepare(
          `INSERT INTO ownership (uuid, revision, record) VALUES (?, ?, ?)
           ON CONFLICT (uuid) DO UPDATE SET revision = excluded.revision, record = excluded.record`,
        )
        .run(record.uuid, revision, body);
      return revision;
    });
  }

  async remove(uuid: string, expected: number): Promise<boolean> {
    const { changes } = this.#database
      .prepare("DELETE FROM ownership WHERE uuid = ? AND revision = ?")
      .run(uuid, expected);
    return changes === 1;
  }

  /** Every record that this host owns and no migration has. */
  settledOf(host: string): OwnedRevision[] {
    return this.#database
      .prepare("SELECT revision, record FROM ownership ORDER BY uuid")
      .all()
      .map(parse)
      .filter(({ record }) => record.owner === host && record.migration === null);
  }

  #nextRevision(): number {
    const row = this.#database
      .prepare("UPDATE last_revision SET revision = revision + 1 RETURNING revision")
      .get();
    return z.object({ revision: z.int() }).parse(row).revision;
  }
}

function parse(row: unknown): OwnedRevision {
  const { revision, record } = rowSchema.parse(row);
  return { revision, record: ownershipRecordSchema.parse(JSON.parse(record)) };
}
