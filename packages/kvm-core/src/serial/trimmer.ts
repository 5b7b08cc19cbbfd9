import { cannotGiveBack } from "./faults.ts";
import { type HoldRequest, Holds } from "./holds.ts";
import type { NumberedLog } from "./numbered-log.ts";
import { boundOf, excess, leastSlack, nextSlack, type Retention } from "./retention.ts";

/** Keeps a log to its bound. */
export class Trimmer {
  readonly #log: NumberedLog;
  readonly #retention: Retention;
  readonly #holds: Holds;
  readonly #onFault: (fault: unknown) => void;
  #at = 0;
  #trimmedAt = Number.NEGATIVE_INFINITY;
  /** How far a boot may grow over its bound before that is looked at. */
  #slack: number;
  #canGiveBack = true;

  constructor(
    log: NumberedLog,
    how: {
      readonly retention: Retention;
      readonly maxHeldBytes?: number;
      readonly onFault: (fault: unknown) => void;
    },
  ) {
    this.#log = log;
    this.#retention = how.retention;
    this.#holds = new Holds(how.maxHeldBytes);
    this.#onFault = how.onFault;
    this.#slack = leastSlack(how.retention);
    this.changed();
  }

  /** Whether the present boot is so far over its bound that {@link trim} is worth the while. */
  get isDue(): boolean {
    return this.#log.seq >= this.#at;
  }

  /** Other bytes are kept than before. */
  changed(): void {
    this.#at = Math.max(boundOf(this.#log.record, this.#retention), this.#log.seq) + this.#slack;
  }

  hold(request: HoldRequest): Disposable {
    return this.#holds.add(request);
  }

  breakHolds(): void {
    this.#holds.breakAll();
  }

  /** Notes that it is about to be done: it is not due again before it was. */
  begin(): void {
    const now = performance.now();
    this.#slack = nextSlack(this.#slack, now - this.#trimmedAt, this.#retention);
    this.#trimmedAt = now;
    this.#at = Number.POSITIVE_INFINITY;
  }

  /** Forgets what is over the bound, however little, and gives its space back. */
  async trim(): Promise<void> {
    try {
      if (this.#canGiveBack) await this.#trim();
    } finally {
      this.changed();
    }
  }

  async #trim(): Promise<void> {
    const { seq, record, path } = this.#log;
    const held = this.#holds.ranges(seq);
    const { ranges, boots } = excess(record, seq, { retention: this.#retention, held });
    if (ranges.length === 0) return;
    this.#canGiveBack = await this.#log.forget(ranges, { boots });
    if (!this.#canGiveBack) this.#onFault(cannotGiveBack(path));
  }
}
