import { setTimeout as delay } from "node:timers/promises";
import type { EtcdClient } from "./client.ts";
import { encode, endOf, type KeyValue, rangeAnswerSchema, watchMessageSchema } from "./wire.ts";

/** How often a silent watch is checked against the store, in milliseconds: its member may hang. */
const usualBeatMs = 5000;
/** Pause before a store that does not answer is asked again, in milliseconds. */
const againMs = 500;

/**
 * A change below the prefix. `current` comes after each time everything was read: what was told until then is all there
 * is. `lost` comes when the store does not answer any more; what changes meanwhile is told when it does.
 */
export type Change =
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "deleted"; readonly key: string }
  | { readonly type: "current" }
  | { readonly type: "lost"; readonly why: string };

/** What was told so far: the revision of each key. */
type Told = Map<string, number>;

/**
 * Every key below a prefix, and then every change of one, until `signal` aborts. The last state of each key is never
 * missed, whatever becomes of members, connections and old revisions; states in between may be when one of them breaks.
 *
 * @param prefix ends with `/`.
 */
export async function* watchPrefix(
  client: EtcdClient,
  prefix: string,
  { signal, beatMs = usualBeatMs }: { readonly signal: AbortSignal; readonly beatMs?: number },
): AsyncGenerator<Change, void> {
  const told: Told = new Map();
  for (let isLost = false; !signal.aborted; ) {
    try {
      const { kvs, revision } = await readAll(client, prefix, signal);
      isLost = false;
      yield* differences(told, kvs);
      yield { type: "current" };
      yield* follow(client, { prefix, told, from: revision + 1, beatMs, signal });
    } catch (error) {
      if (signal.aborted) return;
      if (!isLost) yield { type: "lost", why: error instanceof Error ? error.message : String(error) };
      isLost = true;
      await delay(againMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function readAll(client: EtcdClient, prefix: string, signal: AbortSignal) {
  const { value } = await client.call({
    path: "/v3/kv/range",
    body: { key: encode(prefix), range_end: encode(endOf(prefix)) },
    answer: rangeAnswerSchema,
    what: `Reading ${prefix}`,
    signal,
  });
  return { kvs: value.kvs, revision: value.header.revision };
}

function* differences(told: Told, kvs: readonly KeyValue[]): Generator<Change> {
  const present = new Set(kvs.map(({ key }) => key));
  for (const key of [...told.keys()]) if (!present.has(key)) yield deleted(told, key);
  for (const kv of kvs) if (told.get(kv.key) !== kv.mod_revision) yield put(told, kv);
}

function put(told: Told, { key, value, mod_revision }: KeyValue): Change {
  told.set(key, mod_revision);
  return { type: "put", key, value };
}

function deleted(told: Told, key: string): Change {
  told.delete(key);
  return { type: "deleted", key };
}

interface Following {
  readonly prefix: string;
  readonly told: Told;
  /** The first revision that was not told. */
  readonly from: number;
  readonly beatMs: number;
  readonly signal: AbortSignal;
}

/** Changes from `from` on. Returns when everything has to be read again: `from` is compacted, or a change was not told. */
async function* follow(client: EtcdClient, following: Following): AsyncGenerator<Change, void> {
  const { prefix, told, from, beatMs } = following;
  const enough = new AbortController();
  const signal = AbortSignal.any([following.signal, enough.signal]);
  const create = { key: encode(prefix), range_end: encode(endOf(prefix)), start_revision: String(from) };
  const messages = client.lines("/v3/watch", { create_request: create }, signal);
  try {
    let next = messages.next();
    for (;;) {
      const beat = delay(beatMs, "beat" as const, { signal }).catch(() => "beat" as const);
      const first = await Promise.race([next, beat]);
      if (following.signal.aborted) return;
      if (first === "beat") {
        if (!(await isAllTold(client, following))) return;
        continue;
      }
      if (first.done === true) return;
      const { canceled, events } = watchMessageSchema.parse(first.value).result;
      if (canceled) return;
      for (const { type, kv } of events) yield type === "PUT" ? put(told, kv) : deleted(told, kv.key);
      next = messages.next();
    }
  } finally {
    enough.abort();
  }
}

/** Compares the number of keys and the newest revision of one with what was told: any change shows in one of the two. */
async function isAllTold(client: EtcdClient, { prefix, told, signal }: Following): Promise<boolean> {
  const { value } = await client.call({
    path: "/v3/kv/range",
    body: {
      ...{ key: encode(prefix), range_end: encode(endOf(prefix)) },
      ...{ limit: "1", keys_only: true, sort_target: "MOD", sort_order: "DESCEND" },
    },
    answer: rangeAnswerSchema,
    what: `Reading ${prefix}`,
    signal,
  });
  return value.count === told.size && (value.kvs[0]?.mod_revision ?? 0) === Math.max(0, ...told.values());
}
