/** What is done again and again, but only while somebody looks. */
export interface Observation {
  readonly act: () => void;
  /** Milliseconds between two times. */
  readonly everyMs: number;
  /** Milliseconds that one look lasts. */
  readonly lastsMs: number;
}

/** Acts at the first look and then at intervals, until nobody has looked for a while: an agent that is left alone rests. */
export class WhileLookedAt implements Disposable {
  readonly #observation: Observation;
  #lastLook = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(observation: Observation) {
    this.#observation = observation;
  }

  look(): void {
    this.#lastLook = performance.now();
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#again(), this.#observation.everyMs);
    this.#timer.unref();
    this.#observation.act();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #again(): void {
    if (performance.now() - this.#lastLook > this.#observation.lastsMs) this[Symbol.dispose]();
    else this.#observation.act();
  }
}
