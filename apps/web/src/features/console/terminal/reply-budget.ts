const most = 50;
const perSecond = 50;

/** How many answers a guest still gets: a guest that asks without end would have the page type without end. */
export class ReplyBudget {
  readonly #now: () => number;
  #left = most;
  #at: number;

  /** @param now milliseconds of any steady clock. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#at = now();
  }

  /** Takes one answer; false when none is left for now. */
  take(): boolean {
    const now = this.#now();
    this.#left = Math.min(most, this.#left + ((now - this.#at) * perSecond) / 1000);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
