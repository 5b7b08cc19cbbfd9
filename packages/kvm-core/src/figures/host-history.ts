import type { HostLastHour } from "../model/last-hour.ts";
import { CounterRates } from "./counter-rates.ts";
import { SeriesRing } from "./series-ring.ts";

/** One look at the host. Counters since it booted. */
export interface HostReading {
  readonly cpuBusySeconds: number;
  readonly memoryUsedBytes: number;
  readonly load: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** The last hour of a host, in 42 KiB at most. */
export class HostHistory {
  readonly #from: number;
  readonly #ring = new SeriesRing(5);
  readonly #rates = new CounterRates();

  /** @param from since when it is kept, in milliseconds of the epoch. */
  constructor(from: number) {
    this.#from = from;
  }

  /** @param reading undefined: it could not be read. */
  note(at: number, reading: HostReading | undefined): void {
    if (reading === undefined) {
      this.#rates.forget();
      this.#ring.gap(at);
      return;
    }
    const { cpuBusySeconds, receivedBytes, sentBytes, memoryUsedBytes, load } = reading;
    const [busy = Number.NaN, received = Number.NaN, sent = Number.NaN] = this.#rates.take(at, "host", [
      cpuBusySeconds,
      receivedBytes,
      sentBytes,
    ]);
    this.#ring.append(at, [busy, memoryUsedBytes, load, received, sent]);
  }

  /** What came after `since`, of the last hour. */
  after(since: number, now: number): Omit<HostLastHour, "host" | "cpus" | "memoryBytes"> {
    const { at, columns } = this.#ring.after(since, now);
    const [cpusBusy = [], memoryUsedBytes = [], load = [], receivedBytes = [], sentBytes = []] = columns;
    return { from: this.#from, until: now, at, cpusBusy, memoryUsedBytes, load, receivedBytes, sentBytes };
  }
}
