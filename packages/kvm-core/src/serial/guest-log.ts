import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const blockBytes = 4096;

/**
 * The file to which QEMU appends every byte of the guest. We only read it, except that we may empty it or give back
 * the space of its oldest part; QEMU opened it for appending, so neither disturbs it.
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

  /** Length in bytes, given back space included. */
  async size(): Promise<number> {
    return (await this.#file.stat()).size;
  }

  /** Up to `length` bytes from `offset`; fewer at the end. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(length);
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

  /** Empties the log and starts it with `bytes`. For a guest that does not run yet. */
  async startOver(bytes: Uint8Array): Promise<void> {
    await this.#file.truncate(0);
    await this.#file.appendFile(bytes);
  }

  /**
   * Gives the disk space before `offset` back, without a copy and without moving any other byte, while QEMU goes on
   * appending: a hole, not a cut. Returns how many bytes are gone, a multiple of the block size; 0 when this file
   * system has no holes.
   */
  async giveBackBefore(offset: number): Promise<number> {
    const length = offset - (offset % blockBytes);
    if (length === 0) return 0;
    try {
      // Node has no fallocate(2).
      await run("fallocate", ["--punch-hole", "--offset", "0", "--length", String(length), this.path]);
      return length;
    } catch {
      return 0;
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
