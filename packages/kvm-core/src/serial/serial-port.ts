import {
  type Arrival,
  type ConsoleBoot,
  defaultKeptBoots,
  defaultKeptMiBPerBoot,
} from "../model/console-archive.ts";
import { ConsoleLog } from "./console-log.ts";
import { makeEndpoint } from "./endpoint.ts";
import type { HoldRequest } from "./holds.ts";
import { Keyboard } from "./keyboard.ts";
import { Listeners } from "./listeners.ts";
import { LogFollower } from "./log-follower.ts";
import type { MovingPast } from "./moving-past.ts";
import type { SerialBoot } from "./port-record.ts";
import type { Retention } from "./retention.ts";

/** Options of {@link SerialPort.open}. */
export interface SerialPortOptions {
  /** The file to which QEMU appends what the guest writes; `<logPath>.json` beside it keeps the numbers. */
  readonly logPath: string;
  /** False: the log is only a way to the viewers, kept short. Put it on a file system in memory then. */
  readonly log: boolean;
  /** How much of the past is kept; as much as of an instance whose spec does not say, when absent. */
  readonly retention?: Retention;
  /** So many bytes can be held at most: see {@link SerialPort.hold}. */
  readonly maxHeldBytes?: number;
  /** Puts a FIFO at a path; made on the spot when absent. See `fifo-stock.ts`. */
  readonly makeFifo?: (path: string) => Promise<void>;
  /** Told when the log cannot be read or given back, once each time it begins. */
  readonly onFault?: (fault: unknown) => void;
}

const mebibyte = 1024 * 1024;
const keptRetention = { boots: defaultKeptBoots, bytesPerBoot: defaultKeptMiBPerBoot * mebibyte };
/** In memory, and gone with the host's next start: enough for whoever comes back to a console. */
const passingRetention = { boots: 2, bytesPerBoot: 3 * mebibyte };

/**
 * One serial port of an instance, across its power cycles. Every byte the guest ever wrote has a number; whoever reads
 * from a number on gets exactly the guest's bytes, each once, at a pace of their own.
 *
 * The guest writes to its log and to nothing else (see `endpoint.ts` for why), so that no viewer, no slow agent and no
 * dead one ever holds it up. Keystrokes go through a FIFO.
 */
export class SerialPort implements AsyncDisposable {
  readonly #log: ConsoleLog;
  readonly #makeFifo: SerialPortOptions["makeFifo"];
  readonly #onFault: (fault: unknown) => void;
  readonly #data: Listeners<void>;
  readonly #boot = new Listeners<SerialBoot>();
  #follower: LogFollower | undefined;
  #keyboard: Keyboard | undefined;
  #inputHeld = false;
  #isClosed = false;

  private constructor(log: ConsoleLog, data: Listeners<void>, options: SerialPortOptions) {
    this.#log = log;
    this.#data = data;
    this.#makeFifo = options.makeFifo;
    this.#onFault = options.onFault ?? (() => undefined);
  }

  /** Opens the port's past; that of an instance that does not run can be read like any other. */
  static async open(options: SerialPortOptions): Promise<SerialPort> {
    const data = new Listeners<void>(() => port.#follower?.wake());
    const log = await ConsoleLog.open({
      path: options.logPath,
      retention: options.retention ?? (options.log ? keptRetention : passingRetention),
      ...(options.maxHeldBytes === undefined ? {} : { maxHeldBytes: options.maxHeldBytes }),
      onGrown: () => data.tell(),
      onFault: options.onFault ?? (() => undefined),
    });
    const port = new SerialPort(log, data, options);
    return port;
  }

  /** Makes the files at `path` that a new QEMU's `-chardev pipe,path=…` opens. Before QEMU starts. */
  async prepare(path: string): Promise<void> {
    await makeEndpoint(path, this.#makeFifo);
    await this.#log.followPath();
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
      watchPath: this.#log.watchPath,
      look: () => this.#log.look(this.#data.size > 0),
      isWatched: () => this.#data.size > 0,
      onFault: this.#onFault,
    });
  }

  /** Lets go of the QEMU, which does not mind, and takes in the last it wrote. Of no account once closed. */
  async detach(): Promise<void> {
    if (this.#isClosed) return;
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    this.#follower?.[Symbol.dispose]();
    this.#follower = undefined;
    this.#keyboard?.[Symbol.dispose]();
    this.#keyboard = undefined;
    await this.#log.settle();
  }

  get attached(): boolean {
    return this.#keyboard?.isOpen ?? false;
  }

  /**
   * Number of the byte after the newest one seen: of all that were ever written, once {@link settle} resolves. At most
   * a fifth of a second behind while attached.
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
    return this.boots.at(-1)?.n ?? 0;
  }

  /** The boots that are known, the present one last, and what can be read of each. */
  get boots(): readonly ConsoleBoot[] {
    return this.#log.boots;
  }

  /** The first byte from number `seq` on that can be read, or is to be written. */
  keptFrom(seq: number): number {
    return this.#log.keptFrom(seq);
  }

  /**
   * A boot begins: QEMU was started, or reported RESET. Twice at the same byte counts once.
   *
   * @param at when QEMU reported it, for a guest that writes on meanwhile. The boot begins at the byte that was next then;
   *   if it is heard late, at the first that may be: a boot never lacks its first words.
   */
  async markBoot(at?: Date): Promise<void> {
    const boot = await this.#log.markBoot(at);
    if (boot !== undefined) this.#boot.tell(boot);
  }

  /** What goes to another host with the guest, or came with it. */
  get past(): MovingPast {
    return this.#log.past;
  }

  /** Takes in all that is written. With the guest paused, this is the exact number of bytes it ever wrote. */
  async settle(): Promise<number> {
    await this.#log.settle();
    return this.seq;
  }

  /**
   * Up to `maxBytes` bytes from number `from` on: fewer where kept bytes end, none at the end of all. The array is not
   * to be changed: others may have been given the same.
   *
   * @throws GantryError `not_found` when they are not kept: go on at {@link keptFrom}; `invalid_input` when they are not
   *   written yet.
   */
  async read(from: number, maxBytes: number): Promise<Uint8Array> {
    return await this.#log.read(from, maxBytes);
  }

  /** All bytes from number `from` up to before `to`. @throws GantryError like {@link read}, for any of them. */
  async readAll(from: number, to: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let at = from; at < to; ) {
      const part = await this.read(at, to - at);
      parts.push(part);
      at += part.length;
    }
    return Buffer.concat(parts);
  }

  /**
   * What {@link read} would give, when it is in memory, as what just came is; undefined when one has to wait for it.
   *
   * @param room gives the memory that many bytes are read into; few may be shared with others, like those of `read`.
   */
  readNow(from: number, maxBytes: number, room: (bytes: number) => Uint8Array): Uint8Array | undefined {
    return this.#log.readNow(from, maxBytes, room);
  }

  /** When the bytes `from` up to before `to` were first seen. The first stamp covers `from`; none where nobody knows. */
  async arrivals(from: number, to: number): Promise<Arrival[]> {
    return await this.#log.arrivals(from, to);
  }

  /**
   * Keeps bytes from being forgotten when their time has come, until disposed or told that it is broken. Lasts no
   * longer than this process.
   */
  hold(request: HoldRequest): Disposable {
    return this.#log.hold(request);
  }

  /** Forgets all that was written so far, for good. The guest does not notice, numbers go on, and viewers see a gap. */
  async clear(): Promise<void> {
    await this.#log.clear();
    this.#data.tell();
  }

  /** Called whenever there are new bytes. Then read from where you are: nothing is lost by being late. */
  onData(listener: () => void): Disposable {
    return this.#data.add(listener);
  }

  /** Called when a boot begins. */
  onBoot(listener: (boot: SerialBoot) => void): Disposable {
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
    await this.#letGo();
    await this.#log[Symbol.asyncDispose]();
  }
}
