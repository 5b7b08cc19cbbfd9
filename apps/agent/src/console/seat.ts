/** After this long without a keystroke the seat goes to whoever asks. */
const idleMs = 60_000;

/** The right to type: one holder at a time, and those who wait for it. `Holder` is compared by identity. */
export class Seat<Holder> {
  #holder: Holder | undefined;
  #usedAt = 0;
  readonly #asking = new Set<Holder>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  get holder(): Holder | undefined {
    return this.#holder;
  }

  /** Who asked and waits, the first one first. */
  get asking(): readonly Holder[] {
    return [...this.#asking];
  }

  /** Milliseconds since the holder typed last. */
  get idleMs(): number {
    return Math.max(0, this.#now() - this.#usedAt);
  }

  /** Milliseconds until the seat goes to the first who waits; undefined when nobody does. */
  get dueInMs(): number | undefined {
    return this.#asking.size === 0 ? undefined : Math.max(0, idleMs - this.idleMs);
  }

  /** Asks for the seat: granted when it is free or its holder has not typed for a minute; else the asker waits. */
  request(asker: Holder): boolean {
    const granted = this.use(asker);
    if (!granted) this.#asking.add(asker);
    return granted;
  }

  /** Somebody types: notes it, if the seat is theirs or can be. Whoever merely types does not wait for the seat. */
  use(typist: Holder): boolean {
    if (this.#holder !== typist && this.#holder !== undefined && this.idleMs < idleMs) return false;
    this.take(typist);
    return true;
  }

  /** Takes the seat, whoever has it. */
  take(taker: Holder): void {
    this.#holder = taker;
    this.#usedAt = this.#now();
    this.#asking.delete(taker);
  }

  /** Gives the seat back, or stops waiting for it. The first who waits gets it. */
  release(leaver: Holder): void {
    this.#asking.delete(leaver);
    if (this.#holder !== leaver) return;
    this.#holder = undefined;
    this.#handOn();
  }

  /** Hands the seat on when its time has come. */
  grantDue(): void {
    if (this.dueInMs === 0) this.#handOn();
  }

  #handOn(): void {
    const [next] = this.#asking;
    if (next !== undefined) this.take(next);
  }
}
