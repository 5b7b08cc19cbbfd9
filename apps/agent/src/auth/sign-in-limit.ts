import { GantryError } from "@gantry/kvm-core/model";

/** Failures an address may have within the window before it has to wait. */
const maxFailures = 10;
const windowMs = 60_000;
/** Addresses remembered at most; the one that failed longest ago is forgotten first. */
const maxAddresses = 10_000;

/** Slows down whoever tries secrets one after the other. */
export class SignInLimit {
  readonly #failures = new Map<string, number[]>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that nobody sets: nobody waits for hours because it was put back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @throws GantryError `rate_limited` when this address has failed too often. */
  check(address: string): void {
    const recent = this.#recent(address);
    const oldest = recent[0];
    if (recent.length < maxFailures || oldest === undefined) return;
    const seconds = Math.ceil((oldest + windowMs - this.#now()) / 1000);
    throw new GantryError("rate_limited", {
      message: `Too many failed sign-ins from ${address}.`,
      hint: `Try again in ${seconds} s.`,
      details: { retryAfterSeconds: seconds },
    });
  }

  failed(address: string): void {
    const recent = this.#recent(address);
    recent.push(this.#now());
    this.#failures.delete(address);
    this.#failures.set(address, recent);
    const oldest = this.#failures.keys().next().value;
    if (this.#failures.size > maxAddresses && oldest !== undefined) this.#failures.delete(oldest);
  }

  succeeded(address: string): void {
    this.#failures.delete(address);
  }

  #recent(address: string): number[] {
    const since = this.#now() - windowMs;
    return (this.#failures.get(address) ?? []).filter((at) => at > since);
  }
}
