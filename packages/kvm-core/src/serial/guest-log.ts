import { execFile } from "node:child_process";
import { constants, fstatSync, readSync } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { promisify } from "node:util";
import type { ByteRange } from "./byte-ranges.ts";

const run = promisify(execFile);

/** What the kernel knows of the log; both figures in bytes. */
export interface LogState {
  /** Length, given back space included. */
  readonly size: number;
  /** How much of it takes space. */
  readonly allocated: number;
  /** When it was written to last, in milliseconds since 1970. */
  readonly writtenAt: number;
  /** False when its name was removed: QEMU writes on, but nobody who comes later will find it. */
  readonly hasName: boolean;
}

/**
 * The file to which QEMU appends every byte of the guest. We only read it, except that we may empty it or give back
 * space; QEMU opened it for appending, so neither disturbs it. Ranges are offsets in the file.
 */
export class GuestLog implements AsyncDisposable {
  readonly path: string;
  #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /** Opens the log; makes an empty one, readable by its owner only, when there is none. */
  static async open(path: string): Promise<GuestLog> {
    return new GuestLog(path, await openLog(path));
  }

  /** A path that leads to this very file, whatever became of its name. */
  get ownPath(): string {
    return `/proc/self/fd/${this.#file.fd}`;
  }

  /** Asks the kernel, which answers from memory: microseconds, where a turn through the thread pool takes a hundred. */
  state(): LogState {
    const { size, blocks, mtimeMs, nlink } = fstatSync(this.#file.fd);
    return { size, allocated: blocks * 512, writtenAt: mtimeMs, hasName: nlink > 0 };
  }

  /**
   * Fills `into` with the bytes from `offset` on, and blocks: only for bytes just written, which are in the page cache.
   * Returns how many there were.
   */
  readNow(offset: number, into: Uint8Array): number {
    return readSync(this.#file.fd, into, 0, into.length, offset);
  }

  /** Up to `length` bytes from `offset`; fewer at the end. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#file.read(buffer, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  /**
   * Looks whether `path` still is the file that is open: somebody may have moved it away, and the next QEMU would then
   * write to a new one. Opens that one, and says so by `true`.
   */
  async followPath(): Promise<boolean> {
    const present = await stat(this.path).catch(() => undefined);
    const { ino, dev } = await this.#file.stat();
    if (present?.ino === ino && present.dev === dev) return false;
    const old = this.#file;
    this.#file = await openLog(this.path);
    await old.close();
    return true;
  }

  /** Forgets everything in it, and its length. */
  async empty(): Promise<void> {
    await this.#file.truncate(0);
  }

  /** Empties the log and starts it with a hole of `offset` bytes and `bytes`. For a guest that does not run yet. */
  async startOver(offset: number, bytes: Uint8Array): Promise<void> {
    await this.#file.truncate(0);
    await this.#file.truncate(offset);
    await this.#file.appendFile(bytes);
  }

  /** Resolves once everything in it is on the disk. */
  async sync(): Promise<void> {
    await this.#file.datasync();
  }

  /** Writes into a hole, while QEMU goes on appending. */
  async fill(offset: number, bytes: Uint8Array): Promise<void> {
    // On Linux a file that is open for appending is appended to wherever one asks to write; pwrite(2).
    await using file = await open(this.ownPath, constants.O_WRONLY);
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, offset + written);
      written += bytesWritten;
    }
  }

  /**
   * Gives the disk space of a range back, without a copy and without moving any other byte, while QEMU goes on
   * appending: a hole, not a cut. What of it shares a block with other bytes is overwritten with zeros. False when
   * this file system has no holes.
   */
  async giveBack({ from, to }: ByteRange): Promise<boolean> {
    const place = ["--offset", String(from), "--length", String(to - from)];
    try {
      // Node has no fallocate(2).
      await run("fallocate", ["--punch-hole", ...place, `/proc/${process.pid}/fd/${this.#file.fd}`]);
      return true;
    } catch {
      return false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

async function openLog(path: string): Promise<FileHandle> {
  return await open(
    path,
    constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW,
    0o600,
  );
}
