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
  readonly #pipe: Socket;
  readonly #fd: number;
  readonly #path: string;

  private constructor(fd: number, path: string) {
    const pipe = new Socket({ fd, readable: false, writable: true });
    this.#pipe = pipe;
    this.#fd = fd;
    this.#path = path;
    // QEMU ended: its owner learns that from the monitor; here typing just stops having an effect.
    pipe.on("error", () => pipe.destroy());
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

  /**
   * Takes back what no reader has taken from the FIFO. Only when the guest is paused for good: QEMU reads from the same
   * FIFO whenever the guest's UART has room.
   */
  takeBack(): Uint8Array {
    const fd = openSync(this.#path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const waiting = Buffer.alloc(pipeBytes);
      return waiting.subarray(0, readSync(fd, waiting));
    } catch (error) {
      // EAGAIN: the FIFO is empty.
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") return new Uint8Array();
      throw error;
    } finally {
      closeSync(fd);
    }
  }

  get isOpen(): boolean {
    return !this.#pipe.destroyed;
  }

  /** False when QEMU is gone or the guest has not taken a megabyte of earlier keystrokes; then nothing was written. */
  write(bytes: Uint8Array): boolean {
    if (!this.isOpen || this.#pipe.writableLength + bytes.length > maxWaitingBytes) return false;
    const rest = this.#pipe.writableLength === 0 ? this.#writeNow(bytes) : bytes;
    if (rest.length > 0) this.#pipe.write(rest);
    return true;
  }

  /** Writes without the stream's detours as much as the FIFO takes; what is left, or cannot be written, is the stream's. */
  #writeNow(bytes: Uint8Array): Uint8Array {
    try {
      return bytes.subarray(writeSync(this.#fd, bytes));
    } catch {
      return bytes;
    }
  }

  [Symbol.dispose](): void {
    this.#pipe.destroy();
  }
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
