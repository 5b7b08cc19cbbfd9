import { GantryError } from "../model/error.ts";
import { makeEndpoint } from "./endpoint.ts";
import { Keyboard } from "./keyboard.ts";
import { Listeners } from "./listeners.ts";
import { LogFollower } from "./log-follower.ts";
import { type ImportedPast, NumberedLog } from "./numbered-log.ts";
import type { SerialBoot } from "./port-record.ts";
import { RecentBytes } from "./recent-bytes.ts";
import { Turns } from "./turns.ts";

/** Options of {@link SerialPort.open}. */
export interface SerialPortOptions {
  /** The file to which QEMU appends what the guest writes; `<logPath>.json` beside it keeps the numbers. */
  readonly logPath: string;
  /** False: the log is only a way to the viewers, kept short. Put it on a file system in memory then. */
  readonly log: boolean;
  /** Newest bytes kept in memory for the viewers; older ones come from the log. */
  readonly ringBytes?: number;
  /** The log is halved when it takes more than this. */
  readonly maxLogBytes?: number;
  /** Puts a FIFO at a path; made on the spot when absent. See `fifo-stock.ts`. */
  readonly makeFifo?: (path: string) => Promise<void>;
  /** Told when the log cannot be read or given back, once each time it begins. */
  readonly onFault?: (fault: unknown) => void;
}

const defaultRingBytes = 512 * 1024;
const defaultMaxLogBytes = { kept: 64 * 1024 * 1024, passing: 8 * 1024 * 1024 };
const chunkBytes = 256 * 1024;

/**
 * One serial port of an instance, across its power cycles. Every byte the guest ever wrote has a number; whoever reads
 * from a number on gets exactly the guest's bytes, each once, at a pace of their own.
 *
 * The guest writes to its log and to nothing else (see `endpoint.ts` for why), so that no viewer, no slow agent and no
 * dead one ever holds it up. Keystrokes go through a FIFO.
 */
export class SerialPort implements AsyncDisposable {
  readonly #log: NumberedLog;
  readonly #recent: RecentBytes;
  readonly #ringBytes: number;
  readonly #maxLogBytes: number;
  readonly #makeFifo: SerialPortOptions["makeFifo"];
  readonly #onFault: (fault: unknown) => void;
  readonly #turns = new Turns();
  readonly #data = new Listeners<void>(() => this.#follower?.wake());
  readonly #boot = new Listeners<{ readonly n: number; readonly seq: number }>();
  #follower: LogFollower | undefined;
  #keyboard: Keyboard | undefined;
  #canShrink = true;
  #inputHeld = false;
  #isClosed = false;

  private constructor(log: NumberedLog, options: SerialPortOptions) {
    this.#log = log;
    this.#ringBytes = options.ringBytes ?? defaultRingBytes;
    this.#recent = new RecentBytes(this.#ringBytes, log.seq);
    this.#maxLogBytes = options.maxLogBytes ?? defaultMaxLogBytes[options.log ? "kept" : "passing"];
    this.#makeFifo = options.makeFifo;
    this.#onFault = options.onFault ?? (() => undefined);
  }

  /** Opens the port's past; that of an instance that does not run can be read like any other. */
  static async open(options: SerialPortOptions): Promise<SerialPort> {
    return new SerialPort(await NumberedLog.open(options.logPath), options);
  }

  /** Makes the files at `path` that a new QEMU's `-chardev pipe,path=…` opens. Before QEMU starts. */
  async prepare(path: string): Promise<void> {
    await makeEndpoint(path, this.#makeFifo);
    await this.#turns.take(() => this.#log.followPath());
  }

  /**
   * Follows the log and opens the keyboard of the QEMU that serves `path`.
   *
   * @throws GantryError `qemu_failed` when no QEMU does within 10 s, `cancelled`.
   */
  async attach(path: string, signal?: AbortSignal): Promise<void> {
    await this.detach();
    this.#keyboard = await Keyboard.open(`${path}.in`, signal);
    this.#follower = new LogFollower({
      path: this.#log.path,
      catchUp: () => this.#turns.take(() => this.#catchUp()),
      hasGrown: async () => (await this.#log.behind()) !== 0,
      isWatched: () => this.#data.size > 0,
      onFault: this.#onFault,
    });
  }

  /** Lets go of the QEMU, which does not mind, and reads the log to its end. */
  async detach(): Promise<void> {
    const follower = this.#follower;
    this.#follower = undefined;
    this.#keyboard?.[Symbol.dispose]();
    this.#keyboard = undefined;
    await follower?.[Symbol.asyncDispose]();
    await this.settle();
  }

  get attached(): boolean {
    return this.#keyboard?.isOpen ?? false;
  }

  /**
   * Number of the byte after the newest one taken in: all that were ever written, once {@link settle} resolves. Kept
   * fresh while somebody listens to {@link onData}; else up to a minute behind.
   */
  get seq(): number {
    return this.#log.seq;
  }

  /** Number of the oldest byte that can still be read. */
  get oldest(): number {
    return this.#log.oldest;
  }

  /** Number of the present boot; 0 before the first. */
  get boot(): number {
    return this.#log.boots.at(-1)?.n ?? 0;
  }

  /** The boots whose bytes can still be read, the present one last. */
  get boots(): readonly SerialBoot[] {
    return this.#log.boots;
  }

  /** A boot begins here: QEMU was started, or reported RESET. Twice at the same byte counts once. */
  async markBoot(): Promise<void> {
    const boot = await this.#turns.take(async () => {
      await this.#catchUp();
      return await this.#log.markBoot();
    });
    if (boot !== undefined) this.#boot.tell(boot);
  }

  /** A migration's target takes over the numbers and newest bytes, before the guest runs here. */
  async importPast(past: ImportedPast): Promise<void> {
    await this.#turns.take(async () => {
      await this.#log.importPast(past);
      this.#recent.restart(past.seq);
    });
    this.#data.tell();
  }

  /** Reads the log to its end. With the guest paused, this is the exact number of bytes it ever wrote. */
  async settle(): Promise<number> {
    await this.#turns.take(() => this.#catchUp());
    return this.seq;
  }

  /**
   * Up to `maxBytes` bytes from number `from` on; empty at the end.
   *
   * @throws GantryError `not_found` when they are older than `oldest`, `invalid_input` when they are not written yet.
   */
  async read(from: number, maxBytes: number): Promise<Uint8Array> {
    if (from < this.oldest || from > this.seq) throw outOfReach(from, this);
    const recent = this.#recent.read(from, maxBytes);
    if (recent !== undefined) return recent;
    const bytes = await this.#log.read(from, Math.min(maxBytes, this.seq - from, chunkBytes));
    // Given back while it was read: zeros, not the guest's bytes.
    if (from < this.oldest) throw outOfReach(from, this);
    return bytes;
  }

  /** Called whenever there are new bytes. Then read from where you are: nothing is lost by being late. */
  onData(listener: () => void): Disposable {
    return this.#data.add(listener);
  }

  /** Called when a boot begins. */
  onBoot(listener: (boot: { readonly n: number; readonly seq: number }) => void): Disposable {
    return this.#boot.add(listener);
  }

  /**
   * Types. False, and nothing was typed, when there is no running QEMU, when input is held, or when the guest has not
   * taken a megabyte of earlier keystrokes.
   */
  write(bytes: Uint8Array): boolean {
    if (this.#inputHeld) return false;
    return this.#keyboard?.write(bytes) ?? false;
  }

  /** While held nothing is typed: a guest that is being handed over would lose what its old process takes now. */
  holdInput(held: boolean): void {
    this.#inputHeld = held;
  }

  /** Takes back the keystrokes that a guest which stands still for good has not taken. */
  takeUntaken(): Uint8Array {
    return this.#keyboard?.takeBack() ?? new Uint8Array();
  }

  /** Lets go of everything; the past can be read again by another `open`. Twice is no more than once. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.detach();
    await this.#turns.take(() => this.#log[Symbol.asyncDispose]());
  }

  /** Only within a turn. */
  async #catchUp(): Promise<boolean> {
    const behind = await this.#log.behind();
    if (behind === 0) return false;
    if (behind > this.#ringBytes) {
      this.#log.skipTo(this.seq + behind - this.#ringBytes);
      this.#recent.restart(this.seq);
    }
    for (
      let bytes = await this.#log.next(chunkBytes);
      bytes.length > 0;
      bytes = await this.#log.next(chunkBytes)
    ) {
      this.#recent.append(bytes);
      if (bytes.length < chunkBytes) break;
    }
    await this.#bound();
    this.#data.tell();
    return true;
  }

  async #bound(): Promise<void> {
    if (!this.#canShrink || this.seq - this.oldest <= this.#maxLogBytes) return;
    this.#canShrink = await this.#log.shrink(Math.floor(this.#maxLogBytes / 2));
    if (this.#canShrink) return;
    this.#onFault(
      new GantryError("unsupported", {
        message: `The console log ${this.#log.path} grows without bound: its file system cannot give space back.`,
        hint: "Put the log directory on ext4, xfs, btrfs or tmpfs, or empty the log now and then (truncate -s 0).",
      }),
    );
  }
}

function outOfReach(from: number, { oldest, seq }: SerialPort): GantryError {
  const past = from < oldest;
  return new GantryError(past ? "not_found" : "invalid_input", {
    message: past
      ? `Byte ${from} of this console is not kept any more; the oldest is ${oldest}.`
      : `Byte ${from} of this console is not written yet; the next is ${seq}.`,
    hint: `Read from ${oldest} to ${seq}.`,
    details: { from, oldest, seq },
  });
}
