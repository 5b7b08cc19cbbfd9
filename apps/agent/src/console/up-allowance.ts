/** What frames of a viewer cost. A person and a paste stay far below what is allowed; a flood waits in its own socket. */
const cost = { keys: 1, ack: 1 / 8, other: 64 };
const mostSaved = 4096;
const perSecond = 2048;

/** How much a viewer may send: some two thousand keystrokes, as many acknowledgements as any flood needs, thirty other wishes a second. */
export class UpAllowance {
  #saved = mostSaved;
  #countedAt: number;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#countedAt = now();
  }

  /** Milliseconds until a frame of that kind may be taken; 0 when it may be, and then it is paid. */
  pay(kind: keyof typeof cost): number {
    const now = this.#now();
    this.#saved = Math.min(mostSaved, this.#saved + ((now - this.#countedAt) * perSecond) / 1000);
    this.#countedAt = now;
    const missing = cost[kind] - this.#saved;
    if (missing > 0) return Math.ceil((missing * 1000) / perSecond);
    this.#saved -= cost[kind];
    return 0;
  }
}
