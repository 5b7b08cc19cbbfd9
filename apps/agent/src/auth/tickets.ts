import { GantryError } from "@gantry/kvm-core/model";
import type { Caller } from "./caller.ts";
import { hashOf, newSecret } from "./secret.ts";

const lifeMs = 30_000;
const maxTickets = 1000;

/** What a ticket opens. */
export interface TicketRight {
  readonly caller: Caller;
  /** Uuid of the instance. */
  readonly instance: string;
  readonly mode: "read" | "write";
  readonly port: number;
}

/** One-time rights to open one console. In memory: they live for 30 seconds. */
export class Tickets {
  readonly #rights = new Map<string, TicketRight & { expiresAt: number }>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that nobody sets. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @throws GantryError `rate_limited` when too many wait to be used. */
  issue(right: TicketRight): { ticket: string; expiresAt: string } {
    this.#forgetExpired();
    if (this.#rights.size >= maxTickets) {
      throw new GantryError("rate_limited", {
        message: `${maxTickets} console tickets wait to be used.`,
        hint: "Try again in 30 s.",
      });
    }
    const ticket = newSecret();
    this.#rights.set(hashOf(ticket), { ...right, expiresAt: this.#now() + lifeMs });
    return { ticket, expiresAt: new Date(Date.now() + lifeMs).toISOString() };
  }

  /** Uses a ticket up. Undefined when it never was, was used, is too old, or its holder has signed out. */
  take(ticket: string): TicketRight | undefined {
    const hash = hashOf(ticket);
    const right = this.#rights.get(hash);
    this.#rights.delete(hash);
    if (right === undefined || right.expiresAt <= this.#now() || right.caller.valid.aborted) return undefined;
    return right;
  }

  #forgetExpired(): void {
    for (const [hash, { expiresAt }] of this.#rights) if (expiresAt <= this.#now()) this.#rights.delete(hash);
  }
}
