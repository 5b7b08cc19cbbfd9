import type { Arrival } from "@gantry/kvm-core/model";

/** When bytes arrived, for as long as anybody can still ask. */
export class Stamps {
  #arrivals: Arrival[] = [];

  add(arrivals: readonly Arrival[]): void {
    this.#arrivals.push(...arrivals);
  }

  /** Milliseconds since 1970 at which byte `seq` arrived; undefined where that was not recorded. Later questions are about later bytes. */
  of(seq: number): number | undefined {
    const index = this.#arrivals.findLastIndex((arrival) => arrival.seq <= seq);
    if (index > 0) this.#arrivals = this.#arrivals.slice(index);
    return index === -1 ? undefined : this.#arrivals[0]?.at;
  }
}
