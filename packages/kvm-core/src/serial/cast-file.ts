import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { recordingCut } from "./recording-faults.ts";

/** A recording as a file that grows by whole lines. ASCII only: characters are bytes, and pages can be cut anywhere. */
export class CastFile implements AsyncDisposable {
  readonly #file: FileHandle;
  #length: number;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /**
   * Opens the file and cuts off what is behind `length`; makes it when it is not there and `length` is 0.
   *
   * @throws GantryError `state_damaged` when it is shorter.
   */
  static async open(path: string, length: number): Promise<CastFile> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
    try {
      if ((await file.stat()).size < length) throw recordingCut(path, length);
      await file.truncate(length);
      return new CastFile(file, length);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** In bytes. */
  get length(): number {
    return this.#length;
  }

  /** Adds lines, all or none. */
  async append(lines: readonly string[]): Promise<void> {
    const bytes = Buffer.from(lines.map(asciiOf).join(""));
    try {
      for (let written = 0; written < bytes.length; ) {
        const rest = bytes.subarray(written);
        written += (await this.#file.write(rest, 0, rest.length, this.#length + written)).bytesWritten;
      }
    } catch (error) {
      await this.#file.truncate(this.#length);
      throw error;
    }
    this.#length += bytes.length;
  }

  async sync(): Promise<void> {
    await this.#file.sync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

/** The same JSON without a character beyond ASCII. Such are in its strings only. */
function asciiOf(line: string): string {
  return line.replaceAll(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
