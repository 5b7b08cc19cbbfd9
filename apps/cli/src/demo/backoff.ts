const firstMs = 200;
const longestMs = 10_000;
const calmMs = 30_000;

/**
 * How long to wait before a dead thing is started again: not at all the first time, then ever longer while it keeps
 * dying; from the beginning once it has lived for a while.
 */
export class Backoff {
  #nextMs = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Milliseconds to wait now. `now` is a time in milliseconds that only grows. */
  next(now: number = performance.now()): number {
    if (now - this.#lastAt > calmMs) this.#nextMs = 0;
    const wait = this.#nextMs;
    this.#lastAt = now + wait;
    this.#nextMs = Math.min(longestMs, Math.max(firstMs, wait * 2));
    return wait;
  }
}
