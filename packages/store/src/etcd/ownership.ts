import { randomBytes } from "node:crypto";
import {
  GantryError,
  type OwnedRevision,
  type OwnershipRecord,
  type OwnershipStore,
  ownershipRecordSchema,
} from "@gantry/kvm-core/model";
import * as z from "zod";
import type { Answered, EtcdClient } from "./client.ts";
import { unreachable } from "./failures.ts";
import { encode, type KeyValue, parseJson, rangeAnswerSchema, txnAnswerSchema } from "./wire.ts";

/** Below it lies one key for each instance. */
export const ownershipPrefix = "/gantry/v1/own/";

/** `write` is new for each change that is asked for: whoever finds it knows that this very change has taken effect. */
const storedSchema = z.strictObject({
  write: z.string().regex(/^[0-9a-f]{16}$/),
  record: ownershipRecordSchema,
});

interface Read extends OwnedRevision {
  readonly write: string;
}

/**
 * Ownership records in an etcd cluster that several hosts share. Reads are linearizable. A change is one transaction
 * that compares the revision; etcd answers once most members have it on disk.
 *
 * A change whose answer was lost is asked for again, of any member: it names the revision that it replaces and carries
 * an id of its own, so that it takes effect once however often it arrives, and is known again when it has.
 */
export class EtcdOwnershipStore implements OwnershipStore {
  readonly shared = true;
  readonly #client: EtcdClient;

  constructor(client: EtcdClient) {
    this.#client = client;
  }

  async read(uuid: string, signal?: AbortSignal): Promise<OwnedRevision | undefined> {
    const { value } = await this.#client.call({
      path: "/v3/kv/range",
      body: { key: encode(keyOf(uuid)) },
      answer: rangeAnswerSchema,
      what: "Reading an ownership record",
      signal,
    });
    const found = value.kvs[0];
    if (found === undefined) return undefined;
    const { record, revision } = parse(uuid, found);
    return { record, revision };
  }

  async compareAndSwap(
    record: OwnershipRecord,
    expected: number | undefined,
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    const write = randomBytes(8).toString("hex");
    const value = JSON.stringify({ write, record: ownershipRecordSchema.parse(record) });
    const { uuid } = record;
    const key = encode(keyOf(uuid));
    const what = "Changing an ownership record";
    const txn = await this.#change({
      uuid,
      expected,
      what,
      success: { request_put: { key, value: encode(value) } },
      signal,
    });
    if (txn.value.succeeded) return txn.value.revision;
    const present = txn.value.present && parse(uuid, txn.value.present);
    if (present?.write === write) return present.revision;
    // Ours may have been there for a moment before the next change replaced it.
    if (txn.repeated) throw unreachable(what, { why: "an answer was lost", mayTakeEffect: true });
    return undefined;
  }

  async remove(uuid: string, expected: number, signal?: AbortSignal): Promise<boolean> {
    const txn = await this.#change({
      uuid,
      expected,
      what: "Removing an ownership record",
      success: { request_delete_range: { key: encode(keyOf(uuid)) } },
      signal,
    });
    return txn.value.succeeded || (txn.repeated && txn.value.present === undefined);
  }

  async #change({
    uuid,
    expected,
    what,
    success,
    signal,
  }: {
    readonly uuid: string;
    readonly expected: number | undefined;
    readonly what: string;
    readonly success: object;
    readonly signal: AbortSignal | undefined;
  }): Promise<Answered<z.output<typeof txnAnswerSchema>>> {
    const key = encode(keyOf(uuid));
    const compare =
      expected === undefined
        ? { target: "CREATE", key, create_revision: "0" }
        : { target: "MOD", key, mod_revision: String(expected) };
    return await this.#client.call({
      path: "/v3/kv/txn",
      body: { compare: [compare], success: [success], failure: [{ request_range: { key } }] },
      answer: txnAnswerSchema,
      what,
      signal,
    });
  }
}

function keyOf(uuid: string): string {
  return `${ownershipPrefix}${uuid}`;
}

function parse(uuid: string, { value, mod_revision }: KeyValue): Read {
  const parsed = storedSchema.safeParse(parseJson(value));
  if (parsed.success && parsed.data.record.uuid === uuid) return { ...parsed.data, revision: mod_revision };
  throw new GantryError("state_damaged", {
    message: `The ownership record ${keyOf(uuid)} in the store is not one that this version can read.`,
    hint: "Look at the key with etcdctl. A newer agent may have written it: run the same version on every host.",
    details: { key: keyOf(uuid) },
  });
}
