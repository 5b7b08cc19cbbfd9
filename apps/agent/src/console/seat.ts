/** After this long without a keystroke the seat goes to whoever asks. */
const idleMs = 60_000;

/** The right to type: one holder at a time. `Holder` is compared by identity. */
export class Seat<Holder> {
  #holder: Holder | undefined;
  #usedAt = 0;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get holder(): Holder | undefined {
    return this.#holder;
  }

  /** Asks for the seat: granted when it is free or its holder has not typed for a minute. */
  request(asker: Holder): boolean {
    if (this.#holder === asker) return true;
    if (this.#holder !== undefined && this.#now() - this.#usedAt < idleMs) return false;
    this.take(asker);
    return true;
  }

  /** Takes the seat, whoever has it. */
  take(taker: Holder): void {
    this.#holder = taker;
    this.#usedAt = this.#now();
  }

  /** Gives it back, if `leaver` has it. */
  release(leaver: Holder): void {
    if (this.#holder === leaver) this.#holder = undefined;
  }

  /** Notes a keystroke. */
  used(): void {
    this.#usedAt = this.#now();
  }
}
