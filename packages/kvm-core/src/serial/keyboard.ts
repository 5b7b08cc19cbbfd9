import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/error.ts";

const retryMs = 2;
const deadlineMs = 10_000;
/** What a pipe of Linux holds at most, unless somebody made it larger; pipe(7). */
const pipeBytes = 64 * 1024;
/** Keystrokes that a paused or deaf guest has not taken yet; beyond this they are refused. */
const maxWaitingBytes = 1024 * 1024;

/** The writing end of a guest's serial input. Closing it does nothing to the guest. */
export class Keyboard implements Disposable {
  readonly #fd: number;
  readonly #path: string;
  /** Keystrokes that the FIFO has no room for, and from then on the one who owns its end here. */
  #waiting: Socket | undefined;
  #isOpen = true;

  private constructor(fd: number, path: string) {
    this.#fd = fd;
    this.#path = path;
  }

  /**
   * Opens the FIFO at `path` as soon as QEMU reads from it.
   *
   * @throws GantryError `qemu_failed` when no QEMU does, `cancelled`.
   */
  static async open(path: string, signal?: AbortSignal): Promise<Keyboard> {
    const deadline = performance.now() + deadlineMs;
    for (;;) {
      if (signal?.aborted) throw cancelled(path, signal);
      try {
        // Without O_NONBLOCK this would wait, and block the process, until somebody reads.
        const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
        return new Keyboard(fd, path);
      } catch (cause) {
        if (!nobodyReadsYet(cause) || performance.now() > deadline) throw noReader(path, cause);
      }
      await delay(retryMs);
    }
  }

  /** See {@link takeUntaken}. */
  takeBack(): Uint8Array {
    return takeUntaken(this.#path);
  }

  /** False once QEMU was found to be gone: its owner learns that from the monitor, here it shows when one types. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** False when QEMU is gone or the guest has not taken a megabyte of earlier keystrokes; then nothing was written. */
  write(bytes: Uint8Array): boolean {
    const waiting = this.#waiting?.writableLength ?? 0;
    if (!this.#isOpen || waiting + bytes.length > maxWaitingBytes) return false;
    // At once where the FIFO has room, as it nearly always has: a stream's detours are longer than the way.
    const left = waiting === 0 ? this.#writeNow(bytes) : bytes;
    if (left.length > 0) this.#stream().write(left);
    return this.#isOpen;
  }

  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#waiting === undefined) closeSync(this.#fd);
    else this.#waiting.destroy();
  }

  /** Writes what the FIFO has room for and returns the rest. */
  #writeNow(bytes: Uint8Array): Uint8Array {
    try {
      return bytes.subarray(writeSync(this.#fd, bytes));
    } catch (error) {
      if (isAgain(error)) return bytes;
      this[Symbol.dispose]();
      return new Uint8Array(0);
    }
  }

  #stream(): Socket {
    if (this.#waiting === undefined) {
      this.#waiting = new Socket({ fd: this.#fd, readable: false, writable: true });
      this.#waiting.on("error", () => this[Symbol.dispose]());
    }
    return this.#waiting;
  }
}

/**
 * Takes back what no reader has taken from the FIFO at `path`. Only when the guest is paused for good: QEMU reads from the
 * same FIFO whenever the guest's UART has room.
 */
export function takeUntaken(path: string): Uint8Array {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const waiting = Buffer.alloc(pipeBytes);
    return waiting.subarray(0, readSync(fd, waiting));
  } catch (error) {
    if (isAgain(error)) return new Uint8Array();
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** EAGAIN: there is no room, or nothing to read, now. */
function isAgain(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "EAGAIN";
}

/** ENXIO: the FIFO is there and no process has it open for reading. */
function nobodyReadsYet(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && (thrown.code === "ENXIO" || thrown.code === "ENOENT");
}

function noReader(path: string, cause: unknown): GantryError {
  return new GantryError("qemu_failed", {
    message: `No QEMU takes input from the serial port at ${path}.`,
    hint: "The QEMU process ended or was started without this port; look at its log.",
    details: { path },
    cause,
  });
}

function cancelled(path: string, signal: AbortSignal): GantryError {
  return new GantryError("cancelled", {
    message: `Cancelled while waiting for the serial port at ${path}.`,
    hint: "Nothing was changed; try again when it suits.",
    cause: signal.reason,
  });
}
