import { GantryError } from "../model/error.ts";
import { GuestLog } from "./guest-log.ts";
import { type PortRecord, readRecord, type SerialBoot, writeRecord } from "./port-record.ts";

/** Boots older than these are forgotten, their bytes are not. */
const maxBoots = 200;

/** What a guest wrote before it came here. */
export interface ImportedPast {
  /** Number of the byte the guest writes next. */
  readonly seq: number;
  readonly boot: number;
  /** The newest bytes before `seq`. */
  readonly tail: Uint8Array;
}

/**
 * A guest's log whose bytes have numbers: `seq = base + offset`. The log is the truth and QEMU its only writer, so the
 * numbers stay exact whenever this process dies; a small record beside it keeps the base and the boots.
 */
export class NumberedLog implements AsyncDisposable {
  readonly #log: GuestLog;
  readonly #recordPath: string;
  #record: PortRecord;
  #seq: number;

  private constructor(log: GuestLog, recordPath: string, record: PortRecord) {
    this.#log = log;
    this.#recordPath = recordPath;
    this.#record = record;
    this.#seq = record.base;
  }

  static async open(path: string): Promise<NumberedLog> {
    const recordPath = `${path}.json`;
    const log = await GuestLog.open(path);
    const numbered = new NumberedLog(log, recordPath, await readRecord(recordPath));
    const size = await log.size();
    numbered.#seq = numbered.#record.base + size;
    await numbered.#neverGoBack();
    return numbered;
  }

  /** Number of the byte that {@link next} gives next. */
  get seq(): number {
    return this.#seq;
  }

  /** Number of the oldest byte that can be read. */
  get oldest(): number {
    return this.#record.oldest;
  }

  get boots(): readonly SerialBoot[] {
    return this.#record.boots;
  }

  get path(): string {
    return this.#log.path;
  }

  /** Bytes that the log has beyond `seq`; negative when somebody emptied it. */
  async behind(): Promise<number> {
    return this.#record.base + (await this.#log.size()) - this.#seq;
  }

  /** The next bytes, at most `maxBytes`; empty at the end. A log that somebody emptied goes on with the next number. */
  async next(maxBytes: number): Promise<Uint8Array> {
    if ((await this.behind()) < 0) await this.#continueInEmptyLog();
    const bytes = await this.#log.read(this.#seq - this.#record.base, maxBytes);
    this.#seq += bytes.length;
    return bytes;
  }

  /** Goes on at `seq`, which the log has already. */
  skipTo(seq: number): void {
    this.#seq = seq;
  }

  /** Up to `length` bytes from number `from` on. The caller has checked `from` against `oldest` and `seq`. */
  async read(from: number, length: number): Promise<Uint8Array> {
    return await this.#log.read(from - this.#record.base, length);
  }

  /** A boot begins at `seq`. Undefined when one does already: QEMU reports each reset twice. */
  async markBoot(): Promise<SerialBoot | undefined> {
    const last = this.#record.boots.at(-1);
    if (last?.seq === this.#seq) return undefined;
    const boot = { n: (last?.n ?? 0) + 1, seq: this.#seq, at: new Date().toISOString() };
    await this.#write({ ...this.#record, boots: [...this.#record.boots, boot].slice(-maxBoots) });
    return boot;
  }

  /** Begins with what the guest wrote elsewhere. Whatever was here is gone. */
  async importPast({ seq, boot, tail }: ImportedPast): Promise<void> {
    const base = seq - tail.length;
    if (base < 0) {
      throw new GantryError("invalid_input", {
        message: `A console of ${seq} bytes cannot have ${tail.length} newest bytes.`,
        hint: "The source of this migration sent a damaged console record.",
        details: { seq, tail: tail.length },
      });
    }
    const boots = boot === 0 ? [] : [{ n: boot, seq: base, at: new Date().toISOString() }];
    await this.#log.startOver(tail);
    await this.#write({ base, oldest: base, boots });
    this.#seq = seq;
  }

  /** Gives the disk space of all but the newest `keepBytes` back. False where the file system cannot. */
  async shrink(keepBytes: number): Promise<boolean> {
    const before = this.#record;
    const oldest = Math.max(before.oldest, this.#seq - keepBytes);
    // The record first: what it calls readable must never be a hole.
    await this.#write({ ...before, oldest, boots: withBytesAfter(before.boots, oldest) });
    if ((await this.#log.giveBackBefore(oldest - before.base)) > 0) return true;
    await this.#write(before);
    return false;
  }

  /** The file at the path may be another one now; QEMU will write to that one. */
  async followPath(): Promise<void> {
    if (await this.#log.followPath()) await this.#continueInEmptyLog();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#log[Symbol.asyncDispose]();
  }

  async #continueInEmptyLog(): Promise<void> {
    await this.#write({ ...this.#record, base: this.#seq, oldest: this.#seq });
  }

  /** The log was emptied or removed while nobody looked: go on after the last number that is known. */
  async #neverGoBack(): Promise<void> {
    const { base, oldest, boots } = this.#record;
    const known = Math.max(base, oldest, boots.at(-1)?.seq ?? 0);
    if (this.#seq >= known) return;
    const size = this.#seq - base;
    await this.#write({ ...this.#record, base: known, oldest: known });
    this.#seq = known + size;
  }

  async #write(record: PortRecord): Promise<void> {
    await writeRecord(this.#recordPath, record);
    this.#record = record;
  }
}

/** Leaves out the boots that ended before `oldest`. */
function withBytesAfter(boots: readonly SerialBoot[], oldest: number): SerialBoot[] {
  return boots.filter((_, index) => (boots[index + 1]?.seq ?? Number.POSITIVE_INFINITY) > oldest);
}
