import type { ConsoleBoot } from "../model/console-archive.ts";
import { afterHole, type ByteRange, merged, nextHole } from "./byte-ranges.ts";
import { GuestLog } from "./guest-log.ts";
import { type PortRecord, readRecord, recordOf, type SerialBoot, writeRecord } from "./port-record.ts";

/** Most lots of a console somebody types at are shorter. */
const fewBytes = 1024;

/** What {@link NumberedLog.look} finds. `emptied`: somebody emptied the log; see {@link NumberedLog.goOn}. */
export type Found = "same" | "grown" | "emptied";

/**
 * A guest's log whose bytes have numbers: `seq = base + offset`. The log is the truth and QEMU its only writer, so the
 * numbers stay exact whenever this process dies; a small record beside it keeps the base, the holes and the boots.
 */
export class NumberedLog implements AsyncDisposable {
  readonly #log: GuestLog;
  readonly #recordPath: string;
  #record: PortRecord;
  #seq: number;
  #hasName = true;
  /** Until it goes on with new numbers, it may grow as long as it was: what is where the next byte was is another one. */
  #isEmptied = false;
  readonly #few = new Uint8Array(fewBytes);

  private constructor(log: GuestLog, recordPath: string, record: PortRecord) {
    this.#log = log;
    this.#recordPath = recordPath;
    this.#record = record;
    this.#seq = record.base + log.state().size;
  }

  /** @param known numbers below this one were given to bytes before; none is given twice. */
  static async open(path: string, known: number): Promise<NumberedLog> {
    const recordPath = recordOf(path);
    const log = await GuestLog.open(path);
    const record = await readRecord(recordPath);
    const numbered = new NumberedLog(log, recordPath, record ?? unnumbered(log, 0));
    await numbered.#neverGoBack(known);
    return numbered;
  }

  /** Number of the byte after the newest one that was seen. */
  get seq(): number {
    return this.#seq;
  }

  get record(): PortRecord {
    return this.#record;
  }

  /** Number of the oldest byte that can be read; `seq` when none can. */
  get oldest(): number {
    return this.keptFrom(0);
  }

  get path(): string {
    return this.#log.path;
  }

  /** A path to watch the log by: its own file, not whatever has its name later. */
  get watchPath(): string {
    return this.#log.ownPath;
  }

  /** When QEMU wrote to it last, in milliseconds since 1970. */
  get writtenAt(): number {
    return this.#log.state().writtenAt;
  }

  /** Whether anybody could still find it by its path, when it was looked at last. */
  get hasName(): boolean {
    return this.#hasName;
  }

  /** The boots that are known, the present one last. */
  get boots(): ConsoleBoot[] {
    const { boots } = this.#record;
    return boots.map(({ n, seq: from, at }, index) => {
      const to = boots[index + 1]?.seq ?? this.#seq;
      return { n, at, from, to, oldest: Math.min(this.keptFrom(from), to) };
    });
  }

  /** The first byte from `seq` on that can be read, or is to be written. */
  keptFrom(seq: number): number {
    const first = this.#isEmptied ? this.#seq : this.#record.base;
    return afterHole(this.#record.holes, Math.max(seq, first));
  }

  /** Bytes from `seq` on can be read up to before this number. */
  keptTo(seq: number): number {
    return Math.max(seq, Math.min(this.#seq, nextHole(this.#record.holes, seq)));
  }

  /** Looks whether there is more. */
  look(): Found {
    const { size, hasName } = this.#log.state();
    this.#hasName = hasName;
    const end = this.#record.base + size;
    this.#isEmptied ||= end < this.#seq;
    if (this.#isEmptied) return "emptied";
    if (end === this.#seq) return "same";
    this.#seq = end;
    return "grown";
  }

  /**
   * Like {@link look}, and gives the new bytes, if they are few: one question to the kernel for the echo of a key.
   * Undefined when there are none or many.
   */
  takeFew(): Uint8Array | undefined {
    if (this.#isEmptied) return undefined;
    const count = this.#log.readNow(this.#seq - this.#record.base, this.#few);
    if (count === 0 || count === this.#few.length) return undefined;
    this.#seq += count;
    return Uint8Array.from(this.#few.subarray(0, count));
  }

  /** Bytes that are kept and were written a moment ago. See {@link GuestLog.readNow}. */
  readNow(from: number, into: Uint8Array): number {
    return this.#log.readNow(from - this.#record.base, into);
  }

  /** Up to `length` bytes from number `from` on, which is kept; fewer when they are forgotten meanwhile. */
  async read(from: number, length: number): Promise<Uint8Array> {
    const bytes = await this.#log.read(from - this.#record.base, length);
    // What was given back while it was read are zeros, not the guest's bytes.
    const kept = this.keptFrom(from) === from ? this.keptTo(from) - from : 0;
    return bytes.subarray(0, kept);
  }

  /** A boot begins at `seq`. Undefined when one does already: QEMU reports each reset twice. */
  async markBoot(seq: number): Promise<SerialBoot | undefined> {
    const last = this.#record.boots.at(-1);
    if (last !== undefined && seq <= last.seq) return undefined;
    const boot = { n: (last?.n ?? 0) + 1, seq, at: new Date().toISOString() };
    await this.#write({ ...this.#record, boots: [...this.#record.boots, boot] });
    return boot;
  }

  /** Begins anew: with a hole up to where `newest` begins, and its bytes. For a guest that does not run yet. */
  async startOver(
    record: PortRecord,
    newest: { readonly from: number; readonly bytes: Uint8Array },
  ): Promise<void> {
    await this.#log.startOver(newest.from - record.base, newest.bytes);
    await this.#write(record);
    this.#seq = newest.from + newest.bytes.length;
    // Who looked while it was shorter than it had been saw no more than its beginning anew.
    this.#isEmptied = false;
  }

  /** Writes bytes that come late into a hole. They are not kept before the record says so: see {@link revise}. */
  async fill(from: number, bytes: Uint8Array): Promise<void> {
    await this.#log.fill(from - this.#record.base, bytes);
  }

  /** Resolves once all that is in the log is on the disk. */
  async sync(): Promise<void> {
    await this.#log.sync();
  }

  /** Changes what is known of the log. */
  async revise(changes: Partial<PortRecord>): Promise<void> {
    await this.#write({ ...this.#record, ...changes });
  }

  /** Forgets ranges and gives their space back. False where the file system cannot; then nothing is forgotten. */
  async forget(ranges: readonly ByteRange[], changes: Partial<PortRecord>): Promise<boolean> {
    const before = this.#record;
    const holes = merged([...before.holes, ...ranges]);
    // In memory at once and on disk first: what is called readable must never be a hole.
    this.#record = { ...before, ...changes, holes };
    const isWritten = await this.#write(this.#record).then(
      () => true,
      () => false,
    );
    if (await this.#giveBack(holes.filter((hole) => ranges.some(({ from }) => isIn(hole, from))))) {
      // A full disk has no room for a new record before some of it is given back.
      if (!isWritten) await this.#write(this.#record);
      return true;
    }
    this.#record = before;
    if (isWritten) await this.#write(before);
    return false;
  }

  /** Empties the log, where {@link forget} is not possible. What is written at this very moment may get no number. */
  async empty(boots: readonly SerialBoot[]): Promise<void> {
    await this.#log.empty();
    await this.goOn(boots);
  }

  /** The log was emptied: it goes on with the next number. */
  async goOn(boots: readonly SerialBoot[] = this.#record.boots.slice(-1)): Promise<void> {
    await this.#write({ base: this.#seq, holes: [], boots, awaited: null });
    this.#isEmptied = false;
  }

  /** The file at the path may be another one now; QEMU will write to that one. */
  async followPath(): Promise<void> {
    if (await this.#log.followPath()) await this.goOn();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#log[Symbol.asyncDispose]();
  }

  /** The log or its record was lost while nobody looked: go on after the last number that is known. */
  async #neverGoBack(known: number): Promise<void> {
    const { base, holes, boots } = this.#record;
    const last = Math.max(base, known, holes.at(-1)?.to ?? 0, boots.at(-1)?.seq ?? 0);
    if (this.#seq >= last) return;
    await this.#write({ ...unnumbered(this.#log, last), boots: boots.slice(-1) });
    this.#seq += last - base;
  }

  /** True when the space of any was given back. Whole holes: a block that two of them shared is free when both are one. */
  async #giveBack(holes: readonly ByteRange[]): Promise<boolean> {
    const { base } = this.#record;
    let any = false;
    for (const { from, to } of holes) {
      if (await this.#log.giveBack({ from: from - base, to: to - base })) any = true;
    }
    return any;
  }

  async #write(record: PortRecord): Promise<void> {
    await writeRecord(this.#recordPath, record);
    this.#record = record;
  }
}

function isIn({ from, to }: ByteRange, seq: number): boolean {
  return from <= seq && seq < to;
}

/** The record of a log of which nobody knows more than what it is to begin with. */
function unnumbered(log: GuestLog, base: number): PortRecord {
  // What takes no space was given back, as far as one can tell.
  const { size, allocated } = log.state();
  return { base, holes: merged([{ from: base, to: base + size - allocated }]), boots: [], awaited: null };
}
