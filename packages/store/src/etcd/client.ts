import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { SecureContextOptions } from "node:tls";
import { GantryError } from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { EtcdAddress } from "./address.ts";
import { Endpoint, NoAnswer } from "./endpoint.ts";
import { judge, refused, unreachable } from "./failures.ts";
import { tokenAnswerSchema } from "./wire.ts";

/** How long a call may take in all, and how long one member may take before the next one is asked, in milliseconds. */
export interface EtcdLimits {
  readonly callMs: number;
  readonly memberMs: number;
}
const usualLimits: EtcdLimits = { callMs: 5000, memberMs: 2000 };
/** Pause before the members are asked once more, in milliseconds. */
const roundPauseMs = 50;

/** One question to the cluster. It is asked of several members if need be: it has to bear being asked twice. */
export interface Call<Schema extends z.ZodType> {
  readonly path: string;
  readonly body: unknown;
  readonly answer: Schema;
  /** What is being done, for people: "Reading who owns the instance". */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

/** An answer; `repeated` when a member was asked before whose answer was lost: it may have done the same already. */
export interface Answered<Value> {
  readonly value: Value;
  readonly repeated: boolean;
}

/**
 * A cluster, reached through the JSON gateway that every member has. Members are asked one after the other until one
 * answers; the one that did is asked first the next time.
 */
export class EtcdClient implements Disposable {
  readonly #endpoints: readonly Endpoint[];
  readonly #limits: EtcdLimits;
  readonly #login: { readonly user: string; readonly password: string } | undefined;
  #token: string | undefined;
  #first = 0;

  /** @throws GantryError `store_refused` when a certificate or the password cannot be read. */
  constructor({ endpoints, tls, login }: EtcdAddress, limits: EtcdLimits = usualLimits) {
    const secure = tls && secureOptions(tls);
    this.#endpoints = endpoints.map((endpoint) => new Endpoint(endpoint, secure));
    this.#limits = limits;
    this.#login = login && { user: login.user, password: readOwn(login.passwordFile).trim() };
  }

  /** @throws GantryError `store_unreachable`, `store_refused`. */
  async call<Schema extends z.ZodType>(call: Call<Schema>): Promise<Answered<z.output<Schema>>> {
    const value = await this.ask(call);
    if (value.value !== undefined) return { value: value.value, repeated: value.repeated };
    throw refused(call.what, "it is not there");
  }

  /** As {@link call}; the value is undefined when what was named is not there. */
  async ask<Schema extends z.ZodType>(call: Call<Schema>): Promise<Answered<z.output<Schema> | undefined>> {
    const limit = AbortSignal.timeout(this.#limits.callMs);
    const signal = call.signal === undefined ? limit : AbortSignal.any([limit, call.signal]);
    let sent = false;
    let why = "no time was left to ask";
    while (!signal.aborted) {
      let reached = false;
      for (let turn = 0; turn < this.#endpoints.length && !signal.aborted; turn += 1) {
        const index = (this.#first + turn) % this.#endpoints.length;
        const attempt = await this.#attempt(index, call, signal);
        if ("value" in attempt) {
          this.#first = index;
          return { value: attempt.value, repeated: sent };
        }
        why = attempt.why;
        reached ||= attempt.sent;
        sent ||= attempt.sent;
      }
      // Nobody is there: to wait for the deadline would only keep the caller from acting on it.
      if (!reached) break;
      await delay(roundPauseMs, undefined, { signal }).catch(() => undefined);
    }
    throw unreachable(call.what, { why, mayTakeEffect: sent });
  }

  /** The lines of an answer without end, from whichever member answers. @throws NoAnswer when it breaks. */
  async *lines(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<unknown, void> {
    const endpoint = this.#endpoints[this.#first];
    if (endpoint === undefined) return;
    const token = await this.#currentToken(signal);
    yield* endpoint.lines({ path, body, token, signal });
  }

  async #attempt<Schema extends z.ZodType>(
    index: number,
    { path, body, answer, what }: Call<Schema>,
    signal: AbortSignal,
  ): Promise<{ value: z.output<Schema> | undefined } | { why: string; sent: boolean }> {
    const endpoint = this.#endpoints[index];
    if (endpoint === undefined) return { why: "it has no members", sent: false };
    const mine = AbortSignal.any([signal, AbortSignal.timeout(this.#limits.memberMs)]);
    try {
      for (let isFirst = true; ; isFirst = false) {
        const token = await this.#tokenFrom(endpoint, mine);
        const reply = await endpoint.ask({ path, body, token, signal: mine });
        if (reply.status === 200) {
          const parsed = answer.safeParse(reply.body);
          if (parsed.success) return { value: parsed.data };
          return { why: `${endpoint.name}: its answer is not one of etcd`, sent: true };
        }
        const { verdict, message } = judge(reply.status, reply.body);
        if (verdict === "gone") return { value: undefined };
        if (verdict === "final") throw refused(what, message);
        if (verdict === "unsure") return { why: `${endpoint.name}: ${message}`, sent: true };
        this.#token = undefined;
        if (!isFirst || this.#login === undefined) throw refused(what, message);
      }
    } catch (error) {
      if (error instanceof NoAnswer) return { why: error.message, sent: error.sent };
      throw error;
    }
  }

  async #currentToken(signal: AbortSignal): Promise<string | undefined> {
    const endpoint = this.#endpoints[this.#first];
    return endpoint && (await this.#tokenFrom(endpoint, signal));
  }

  /** @throws NoAnswer; GantryError `store_refused` when the cluster does not know the user, or not this password. */
  async #tokenFrom(endpoint: Endpoint, signal: AbortSignal): Promise<string | undefined> {
    if (this.#login === undefined || this.#token !== undefined) return this.#token;
    const { user: name, password } = this.#login;
    const what = `Signing in to the store as ${name}`;
    const reply = await endpoint
      .ask({ path: "/v3/auth/authenticate", body: { name, password }, signal })
      // Nothing else was sent yet.
      .catch((error: unknown) => {
        throw error instanceof NoAnswer ? new NoAnswer(error.message, { sent: false, cause: error }) : error;
      });
    const answer = tokenAnswerSchema.safeParse(reply.body);
    if (reply.status === 200 && answer.success) {
      this.#token = answer.data.token;
      return this.#token;
    }
    const { verdict, message } = judge(reply.status, reply.body);
    if (verdict === "unsure") throw new NoAnswer(`${endpoint.name}: ${message}`, { sent: false });
    throw refused(what, message);
  }

  [Symbol.dispose](): void {
    for (const endpoint of this.#endpoints) endpoint[Symbol.dispose]();
  }
}

function secureOptions({ ca, cert, key }: NonNullable<EtcdAddress["tls"]>): SecureContextOptions {
  return {
    ...(ca && { ca: readOwn(ca) }),
    ...(cert && { cert: readOwn(cert) }),
    ...(key && { key: readOwn(key) }),
  };
}

function readOwn(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new GantryError("invalid_input", {
      message: `GANTRY_STORE names the file ${path}, which cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      hint: "Correct the path, or let the agent's user read the file.",
      details: { path },
    });
  }
}
