import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import type { EtcdClient } from "./client.ts";
import {
  encode,
  grantAnswerSchema,
  keepAliveAnswerSchema,
  parseJson,
  rangeAnswerSchema,
  txnAnswerSchema,
} from "./wire.ts";
import { watchPrefix } from "./watch.ts";

const hostsPrefix = "/gantry/v1/hosts/";
/** So long after its last sign of life a host is taken for absent, in seconds. */
const timeToLiveSeconds = 15;
const signOfLifeMs = 4000;
const againMs = 1000;

const entrySchema = z.strictObject({
  host: z.string(),
  /** Which agent this is: two of them with one host name differ here. */
  agent: z.string(),
  version: z.string(),
  since: z.string(),
});
/** A host as its agent announces it. */
export type HostEntry = z.output<typeof entrySchema>;

/**
 * Announces this host to the others for as long as it lives, and knows who else is there. For people and alarms only:
 * no lease, present or over, says anything about who may run a guest.
 */
export class Presence {
  readonly #client: EtcdClient;
  readonly #self: HostEntry;
  readonly #present = new Map<string, HostEntry>();
  #namesake: HostEntry | undefined;
  #lost: string | undefined;

  constructor(client: EtcdClient, self: HostEntry) {
    this.#client = client;
    this.#self = self;
  }

  /** The hosts whose agents live, as last heard. */
  get present(): readonly HostEntry[] {
    return [...this.#present.values()];
  }

  /** Another agent that has announced this host's name. */
  get namesake(): HostEntry | undefined {
    return this.#namesake;
  }

  /** Why the store does not answer at present. */
  get lost(): string | undefined {
    return this.#lost;
  }

  /**
   * Works until `signal` aborts.
   *
   * @param onBack called each time the store answers: first, and after it was lost.
   */
  async run(signal: AbortSignal, onBack: () => void): Promise<void> {
    await Promise.all([this.#announce(signal), this.#watch(signal, onBack)]);
  }

  async #watch(signal: AbortSignal, onBack: () => void): Promise<void> {
    let isBack = false;
    for await (const change of watchPrefix(this.#client, hostsPrefix, { signal })) {
      if (change.type === "put") this.#note(change.key, change.value);
      if (change.type === "deleted") this.#present.delete(change.key);
      if (change.type === "lost") this.#lost = change.why;
      if (change.type === "current") {
        this.#lost = undefined;
        if (!isBack) onBack();
      }
      isBack = change.type === "lost" ? false : isBack || change.type === "current";
    }
  }

  #note(key: string, value: string): void {
    const entry = entrySchema.safeParse(parseJson(value)).data;
    if (entry === undefined || key !== keyOf(entry.host)) return;
    this.#present.set(key, entry);
  }

  async #announce(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let pauseMs = againMs;
      let lease: string | undefined;
      try {
        lease = await this.#grant(signal);
        if (await this.#enter(lease, signal)) await this.#keepAlive(lease, signal);
        else pauseMs = signOfLifeMs;
      } catch {
        // Nothing depends on being announced; the watch tells that the store is lost.
      }
      if (lease !== undefined) await this.#revoke(lease);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #grant(signal: AbortSignal): Promise<string> {
    const { value } = await this.#client.call({
      path: "/v3/lease/grant",
      body: { TTL: String(timeToLiveSeconds) },
      answer: grantAnswerSchema,
      what: "Announcing this host",
      signal,
    });
    return value.ID;
  }

  /** False when another agent has entered this name. */
  async #enter(lease: string, signal: AbortSignal): Promise<boolean> {
    const key = encode(keyOf(this.#self.host));
    const what = "Announcing this host";
    const { value: range } = await this.#client.call({
      ...{ path: "/v3/kv/range", body: { key }, answer: rangeAnswerSchema, what, signal },
    });
    const held = range.kvs[0];
    const holder = held && entrySchema.safeParse(parseJson(held.value)).data;
    this.#namesake = holder?.agent === this.#self.agent ? undefined : holder;
    if (this.#namesake !== undefined) return false;
    const { value: txn } = await this.#client.call({
      path: "/v3/kv/txn",
      body: {
        compare: [{ target: "MOD", key, mod_revision: String(held?.mod_revision ?? 0) }],
        success: [{ request_put: { key, value: encode(JSON.stringify(this.#self)), lease } }],
      },
      answer: txnAnswerSchema,
      what,
      signal,
    });
    return txn.succeeded;
  }

  /** Returns when the lease is over: the store was away for too long. */
  async #keepAlive(lease: string, signal: AbortSignal): Promise<void> {
    let left = timeToLiveSeconds;
    while (left > 0) {
      await delay(signOfLifeMs, undefined, { signal });
      const { value } = await this.#client.call({
        ...{ path: "/v3/lease/keepalive", body: { ID: lease }, answer: keepAliveAnswerSchema },
        ...{ what: "Announcing this host", signal },
      });
      left = value.result.TTL;
    }
  }

  /** So that a host whose agent stops is not shown as present for another quarter of a minute. */
  async #revoke(lease: string): Promise<void> {
    await this.#client
      .ask({
        path: "/v3/lease/revoke",
        body: { ID: lease },
        answer: z.unknown(),
        what: "Taking this host's announcement back",
        signal: AbortSignal.timeout(1000),
      })
      .catch(() => undefined);
  }
}

function keyOf(host: string): string {
  return `${hostsPrefix}${host}`;
}
