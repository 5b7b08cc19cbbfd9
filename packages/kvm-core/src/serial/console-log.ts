import type { Arrival, ConsoleBoot } from "../model/console-archive.ts";
import { ArrivalTimes } from "./arrival-times.ts";
import { nameRemoved, notKept, notWritten } from "./faults.ts";
import type { HoldRequest } from "./holds.ts";
import { MovingPast } from "./moving-past.ts";
import { type Found, NumberedLog } from "./numbered-log.ts";
import { recordOf, type SerialBoot } from "./port-record.ts";
import type { Retention } from "./retention.ts";
import { Trimmer } from "./trimmer.ts";
import { Turns } from "./turns.ts";

/** Options of {@link ConsoleLog.open}. */
export interface ConsoleLogOptions {
  /** The file to which QEMU appends. `<path>.json` beside it keeps the numbers, `<path>.times` when the bytes came. */
  readonly path: string;
  readonly retention: Retention;
  readonly maxHeldBytes?: number;
  /** Told, at once, whenever there are new bytes. */
  readonly onGrown: () => void;
  /** Told of what goes wrong behind the scenes, once each time it begins. */
  readonly onFault: (fault: unknown) => void;
}

/** The files that belong to the log at `path`, itself first. */
export function filesOfLog(path: string): string[] {
  return [path, recordOf(path), timesOf(path)];
}

/** Bytes are read at once, without the thread pool, this near the end and this soon after they came: from memory. */
const nearBytes = 4 * 1024 * 1024;
const nearMs = 10_000;
/** What is read near the end is kept for the next one who asks for the same, when it is no longer than this. */
const sharedBytes = 16 * 1024;
const chunkBytes = 256 * 1024;
/** Nothing is written this soon after a machine was reset: its firmware runs first. */
const silentMs = 20;

/** All that a guest wrote on one port as far as it is kept: numbered bytes, boots, and when the bytes came. */
export class ConsoleLog implements AsyncDisposable {
  readonly past: MovingPast;
  readonly #log: NumberedLog;
  readonly #times: ArrivalTimes;
  readonly #trimmer: Trimmer;
  readonly #onGrown: () => void;
  readonly #onFault: (fault: unknown) => void;
  readonly #turns = new Turns();
  /** The last bytes read near the end: most viewers of a console ask for the same. */
  #lot: { readonly from: number; readonly bytes: Uint8Array } | undefined;
  #grewAt = Number.NEGATIVE_INFINITY;
  #hasName = true;

  private constructor(log: NumberedLog, times: ArrivalTimes, options: ConsoleLogOptions) {
    this.#log = log;
    this.#times = times;
    this.#trimmer = new Trimmer(log, options);
    this.#onGrown = options.onGrown;
    this.#onFault = options.onFault;
    this.past = new MovingPast({
      log,
      times,
      turns: this.#turns,
      onChange: () => {
        this.#forgot();
        this.#onGrown();
      },
    });
  }

  static async open(options: ConsoleLogOptions): Promise<ConsoleLog> {
    const times = await ArrivalTimes.open(timesOf(options.path));
    const log = await NumberedLog.open(options.path, times.reached);
    times.begin(log.seq, log.writtenAt);
    return new ConsoleLog(log, times, options);
  }

  get seq(): number {
    return this.#log.seq;
  }

  get oldest(): number {
    return this.#log.oldest;
  }

  get boots(): readonly ConsoleBoot[] {
    return this.#log.boots;
  }

  /** A path to watch it by. */
  get watchPath(): string {
    return this.#log.watchPath;
  }

  keptFrom(seq: number): number {
    return this.#log.keptFrom(seq);
  }

  /**
   * Takes in that there is more; true when there is. Costs a question to the kernel, and never waits.
   *
   * @param isRead whether the bytes will be read at once.
   */
  look(isRead = false): boolean {
    const few = isRead ? this.#log.takeFew() : undefined;
    if (few !== undefined) {
      this.#lot = { from: this.seq - few.length, bytes: few };
      return this.#take("grown");
    }
    const found = this.#log.look();
    if (found === "emptied") void this.settle().catch(this.#onFault);
    return this.#take(found);
  }

  /** Takes in everything; true when there was more. A log that somebody emptied goes on with the next number. */
  async settle(): Promise<boolean> {
    return await this.#turns.take(() => this.#settle());
  }

  /** @param at when it began, if the guest runs since then; without it what comes next is its first byte. */
  async markBoot(at?: Date): Promise<SerialBoot | undefined> {
    // Now, and not when the turn comes: the guest does not wait.
    const seq = at === undefined ? undefined : this.#reachedAt(at);
    return await this.#turns.take(async () => {
      await this.#settle();
      const boot = await this.#log.markBoot(seq ?? this.seq);
      if (boot !== undefined) await this.#trim();
      return boot;
    });
  }

  /**
   * Up to `maxBytes` bytes from number `from` on: fewer where kept bytes end, none at the end of all. Others may be given
   * the same array: it is not to be changed.
   *
   * @throws GantryError `not_found` when they are not kept, `invalid_input` when they are not written yet.
   */
  async read(from: number, maxBytes: number): Promise<Uint8Array> {
    if (from > this.seq) throw notWritten(from, this);
    if (this.keptFrom(from) !== from) throw notKept(from, this);
    const length = Math.min(maxBytes, this.#log.keptTo(from) - from, chunkBytes);
    if (length === 0) return new Uint8Array(0);
    const near = this.readNow(from, length, (bytes) => Buffer.allocUnsafeSlow(bytes));
    if (near !== undefined) return near;
    const bytes = await this.#log.read(from, length);
    if (this.keptFrom(from) !== from) throw notKept(from, this);
    return bytes;
  }

  /**
   * What {@link read} would give, when it is in memory; undefined when it is not, or there is nothing to read.
   *
   * @param room gives the memory that many bytes are read into.
   */
  readNow(from: number, maxBytes: number, room: (bytes: number) => Uint8Array): Uint8Array | undefined {
    const { seq } = this;
    if (from >= seq || seq - from > nearBytes || performance.now() - this.#grewAt > nearMs) return undefined;
    if (this.keptFrom(from) !== from) return undefined;
    const length = Math.min(maxBytes, this.#log.keptTo(from) - from, chunkBytes);
    if (this.#lot?.from === from && this.#lot.bytes.length === length) return this.#lot.bytes;
    const isShared = length <= sharedBytes;
    // Not of Buffer's pool: whoever keeps a single byte would keep the whole pool.
    const into = isShared ? Buffer.allocUnsafeSlow(length) : room(length);
    const bytes = into.subarray(0, this.#log.readNow(from, into));
    if (isShared) this.#lot = { from, bytes };
    return bytes;
  }

  async arrivals(from: number, to: number): Promise<Arrival[]> {
    return await this.#times.between(from, to);
  }

  hold(request: HoldRequest): Disposable {
    return this.#trimmer.hold(request);
  }

  /** Forgets all that was written so far; numbers go on. */
  async clear(): Promise<void> {
    await this.#turns.take(async () => {
      await this.#settle();
      this.#trimmer.breakHolds();
      const boots = this.#log.record.boots.slice(-1);
      const everything = [{ from: this.#log.record.base, to: this.seq }];
      const isGone =
        everything.every(({ from, to }) => from === to) ||
        (await this.#log.forget(everything, { boots, awaited: null }));
      if (!isGone) await this.#log.empty(boots);
      this.#forgot();
      this.#times.startOver(this.seq);
    });
  }

  /** QEMU is about to open the file at the path, which may be another one now. */
  async followPath(): Promise<void> {
    await this.#turns.take(async () => {
      await this.#settle();
      await this.#log.followPath();
      this.#forgot();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turns.take(async () => {
      await this.#times[Symbol.asyncDispose]();
      await this.#log[Symbol.asyncDispose]();
    });
  }

  /** What was not seen yet at that moment counts as later: a boot may get its predecessor's last words, and loses none. */
  #reachedAt(at: Date): number {
    this.look();
    return Date.now() - at.getTime() <= silentMs ? this.seq : this.#times.reachedAt(at.getTime());
  }

  /** Only within a turn. */
  async #settle(): Promise<boolean> {
    const found = this.#log.look();
    if (found !== "emptied") return this.#take(found);
    await this.#log.goOn();
    this.#forgot();
    const grew = this.#take(this.#log.look());
    // Whoever is before its new beginning is to move on.
    if (!grew) this.#onGrown();
    return grew;
  }

  #take(found: Found): boolean {
    if (!this.#log.hasName) this.#missName();
    if (found !== "grown") return false;
    this.#times.saw(this.seq);
    this.#grewAt = performance.now();
    if (this.#trimmer.isDue) this.#trimSoon();
    this.#onGrown();
    return true;
  }

  #missName(): void {
    if (!this.#hasName) return;
    this.#hasName = false;
    this.#onFault(nameRemoved(this.#log.path));
  }

  #forgot(): void {
    this.#lot = undefined;
    this.#trimmer.changed();
  }

  #trimSoon(): void {
    this.#trimmer.begin();
    void this.#turns.take(() => this.#trim()).catch(this.#onFault);
  }

  /** Only within a turn. */
  async #trim(): Promise<void> {
    await this.#trimmer.trim();
    this.#lot = undefined;
    this.#times.tidy(({ from, to }) => this.keptFrom(from) < to);
  }
}

function timesOf(path: string): string {
  return `${path}.times`;
}
