import type { InstanceLastHour } from "../model/last-hour.ts";
import type { InstanceUsage } from "../model/usage.ts";
import { CounterRates } from "./counter-rates.ts";
import { SeriesRing } from "./series-ring.ts";

/** One look at a QEMU process from outside. Counters since it began; undefined: not counted, or not to be read. */
export interface ProcessReading {
  readonly incarnation: string;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly receivedBytes: number | undefined;
  readonly sentBytes: number | undefined;
}

/** What QEMU itself tells. */
export interface DisksReading {
  readonly incarnation: string;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly balloonBytes: number | undefined;
}

/** The newest figures of an instance, in the words of {@link InstanceUsage}. */
export type NewestFigures = Pick<
  InstanceUsage,
  "cpusBusy" | "residentBytes" | "receivedBytes" | "sentBytes" | "readBytes" | "writtenBytes"
> & { readonly at: number };

/** The last hour of one instance. At most 65 KiB, when somebody looked all the time; about 6 KiB on a full host at rest. */
export class InstanceHistory {
  readonly #from: number;
  readonly #process = new SeriesRing(4);
  readonly #disks = new SeriesRing(3);
  readonly #processRates = new CounterRates();
  readonly #disksRates = new CounterRates();

  /** @param from since when it is kept, in milliseconds of the epoch. */
  constructor(from: number) {
    this.#from = from;
  }

  /** Bytes that the rows take. */
  get bytes(): number {
    return this.#process.bytes + this.#disks.bytes;
  }

  /** @param reading undefined: there is no process, or it could not be read. */
  noteProcess(at: number, reading: ProcessReading | undefined): void {
    if (reading === undefined) {
      this.#processRates.forget();
      this.#process.gap(at);
      return;
    }
    const { incarnation, cpuSeconds, residentBytes, receivedBytes, sentBytes } = reading;
    const counters = [cpuSeconds, receivedBytes, sentBytes];
    const [cpus = Number.NaN, received = Number.NaN, sent = Number.NaN] = this.#processRates.take(
      at,
      incarnation,
      counters,
    );
    this.#process.append(at, [cpus, residentBytes, received, sent]);
  }

  /** @param reading undefined: there is no process, or QEMU did not answer. */
  noteDisks(at: number, reading: DisksReading | undefined): void {
    if (reading === undefined) {
      this.#disksRates.forget();
      this.#disks.gap(at);
      return;
    }
    const { incarnation, readBytes, writtenBytes, balloonBytes = Number.NaN } = reading;
    const rates = this.#disksRates.take(at, incarnation, [readBytes, writtenBytes]);
    this.#disks.append(at, [...rates, balloonBytes]);
  }

  /** What came after `since`, of the last hour. */
  after(since: number, now: number): Pick<InstanceLastHour, "from" | "until" | "process" | "disks"> {
    const process = this.#process.after(since, now);
    const disks = this.#disks.after(since, now);
    const [cpus = [], residentBytes = [], receivedBytes = [], sentBytes = []] = process.columns;
    const [readBytes = [], writtenBytes = [], balloonBytes = []] = disks.columns;
    return {
      from: this.#from,
      until: now,
      process: { at: process.at, cpus, residentBytes, receivedBytes, sentBytes },
      disks: { at: disks.at, readBytes, writtenBytes, balloonBytes },
    };
  }

  /** What was read last. Undefined when nothing was yet. */
  newest(): NewestFigures | undefined {
    const process = this.#process.newest();
    if (process === undefined) return undefined;
    const [cpusBusy, residentBytes, receivedBytes, sentBytes] = process.values;
    const [readBytes, writtenBytes] = this.#disks.newest()?.values ?? [];
    return {
      at: process.at,
      ...known({ cpusBusy, residentBytes, receivedBytes, sentBytes, readBytes, writtenBytes }),
    };
  }
}

function known<Key extends string>(values: Record<Key, number | null | undefined>): { [K in Key]?: number } {
  const told: { [K in Key]?: number } = {};
  for (const key in values) {
    const value = values[key];
    if (value !== null && value !== undefined) told[key] = value;
  }
  return told;
}
