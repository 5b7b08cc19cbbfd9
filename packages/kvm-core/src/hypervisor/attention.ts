/** How often the pulse of every QEMU is felt while somebody looks, in milliseconds. */
const beatEveryMs = 2000;
/** How long a single look lasts. */
const lookLastsMs = 10_000;
/** So many pulses are felt before others get their turn: 200 at once would take a list's whole time. */
const atOnce = 20;

/**
 * Knows whether anybody looks at this host: for ten seconds after a list or a question, and as long as somebody watches.
 * Only then are QEMUs asked whether they are well; while nobody looks nothing is polled.
 */
export class Attention implements Disposable {
  readonly #pulses: () => readonly (() => void)[];
  #lastLook = -Infinity;
  #watchers = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param pulses what to call at each beat, one for each instance. */
  constructor(pulses: () => readonly (() => void)[]) {
    this.#pulses = pulses;
  }

  /** Somebody looked now. */
  look(): void {
    this.#lastLook = performance.now();
    this.#begin();
  }

  /** Somebody watches until `signal` aborts. */
  watch(signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#watchers += 1;
    signal.addEventListener("abort", () => void (this.#watchers -= 1), { once: true });
    this.#begin();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #begin(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#tick(), beatEveryMs);
    this.#timer.unref();
    this.#beat(this.#pulses());
  }

  /** Whether somebody watches, or has looked in the last ten seconds. */
  get isLookedAt(): boolean {
    return this.#watchers > 0 || performance.now() - this.#lastLook < lookLastsMs;
  }

  #tick(): void {
    if (this.isLookedAt) this.#beat(this.#pulses());
    else this[Symbol.dispose]();
  }

  /** Never within the call of somebody who looks: their answer is in memory and must not wait. */
  #beat(pulses: readonly (() => void)[]): void {
    if (pulses.length === 0) return;
    setImmediate(() => {
      for (const feel of pulses.slice(0, atOnce)) feel();
      this.#beat(pulses.slice(atOnce));
    });
  }
}
