/**
 * Turns counters into rates per second. A first reading, one of another source (a new process), a counter that is not
 * known and one that ran backwards have no rate: NaN, which is a gap and not a zero.
 */
export class CounterRates {
  #at = 0;
  #source: string | undefined;
  #counters: readonly (number | undefined)[] = [];

  /** @param source what counts: rates are only between readings of the same. */
  take(at: number, source: string, counters: readonly (number | undefined)[]): number[] {
    const before = this.#source === source ? this.#counters : [];
    const seconds = (at - this.#at) / 1000;
    this.#at = at;
    this.#source = source;
    this.#counters = counters;
    return counters.map((now, index) => {
      const then = before[index];
      if (now === undefined || then === undefined || now < then || seconds <= 0) return Number.NaN;
      return (now - then) / seconds;
    });
  }

  /** Nothing was read: the next reading begins anew. */
  forget(): void {
    this.#source = undefined;
  }
}
