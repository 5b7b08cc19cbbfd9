import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import {
  type OwnedRevision,
  type OwnershipRecord,
  type OwnershipStore,
  ownershipRecordSchema,
} from "../model/ownership.ts";
import { syncDirectory } from "./atomic-file.ts";
import { readChecksummed, writeChecksummed } from "./checksummed-file.ts";

const storedSchema = z.strictObject({ revision: z.int(), record: ownershipRecordSchema });

/**
 * Ownership records as one checksummed file each, for a library user without an agent. Safe for one process, the one
 * that holds the state directory's lock; changes of one record run one after the other.
 */
export class FileOwnershipStore implements OwnershipStore {
  readonly shared = false;
  readonly #directory: string;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async read(uuid: string): Promise<OwnedRevision | undefined> {
    return await readChecksummed(this.#file(uuid), storedSchema);
  }

  async compareAndSwap(record: OwnershipRecord, expected: number | undefined): Promise<number | undefined> {
    return await this.#inTurn(record.uuid, async () => {
      const present = await this.read(record.uuid);
      if (present?.revision !== expected) return undefined;
      const revision = (present?.revision ?? 0) + 1;
      await writeChecksummed(this.#file(record.uuid), { revision, record });
      return revision;
    });
  }

  async remove(uuid: string, expected: number): Promise<boolean> {
    return await this.#inTurn(uuid, async () => {
      const present = await this.read(uuid);
      if (present?.revision !== expected) return false;
      await rm(this.#file(uuid));
      await syncDirectory(this.#directory);
      return true;
    });
  }

  #file(uuid: string): string {
    return join(this.#directory, `${uuid}.json`);
  }

  async #inTurn<Result>(uuid: string, act: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(uuid) ?? Promise.resolve();
    const mine = before.then(act, act);
    const settled = mine.catch(() => undefined);
    this.#queues.set(uuid, settled);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(uuid) === settled) this.#queues.delete(uuid);
    }
  }
}
