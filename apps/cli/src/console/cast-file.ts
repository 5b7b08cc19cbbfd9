import { closeSync, writeSync } from "node:fs";
import { type CastEvent, castHeaderLine, castLine, CastOutput, GantryError } from "@gantry/kvm-core/model";
import { openNewFile } from "./new-file.ts";

/** What a recording is to hold, and of what. */
export interface CastWish {
  readonly path: string;
  /** Write over a file that is there. */
  readonly force: boolean;
  readonly withInput: boolean;
  readonly title: string;
  readonly size: { readonly cols: number; readonly rows: number };
}

/**
 * A recording in asciicast v2, of what passes by. Each event is handed to the kernel as it comes: a killed process leaves
 * a whole recording up to its last moment.
 */
export class CastFile implements Disposable {
  readonly #file: number;
  readonly #withInput: boolean;
  readonly #startedAt = Date.now();
  readonly #begin = performance.now();
  readonly #output: CastOutput;
  readonly #typed = new TextDecoder("utf-8");
  #fault: GantryError | undefined;

  private constructor(file: number, wish: CastWish) {
    this.#file = file;
    this.#withInput = wish.withInput;
    this.#output = new CastOutput(this.#startedAt);
    this.#append(castHeaderLine({ ...wish.size, startedAt: this.#startedAt, title: wish.title }));
  }

  /** @throws GantryError `file_in_use` when it is there already, `invalid_input` when it cannot be made */
  static create(wish: CastWish): CastFile {
    return new CastFile(openNewFile(wish, "--record"), wish);
  }

  /** Why it ends before the console did, such as a full disk. */
  get fault(): GantryError | undefined {
    return this.#fault;
  }

  /** What the guest wrote. `from` is the number of its first byte. */
  output(bytes: Uint8Array, from: number): void {
    const arrivals = [{ seq: from, at: this.#startedAt + this.#elapsedMs() }];
    this.#events(this.#output.events({ from, bytes, arrivals }));
  }

  /** What the terminal showed before the first byte. */
  screen(data: string): void {
    this.#events([[this.#elapsedMs() / 1000, "o", data]]);
  }

  /** Keystrokes; left out unless they were asked for. */
  input(bytes: Uint8Array): void {
    if (this.#withInput)
      this.#events([[this.#elapsedMs() / 1000, "i", this.#typed.decode(bytes, { stream: true })]]);
  }

  marker(label: string): void {
    this.#events([[this.#elapsedMs() / 1000, "m", label]]);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  #elapsedMs(): number {
    return performance.now() - this.#begin;
  }

  #events(events: readonly CastEvent[]): void {
    this.#append(events.map(castLine).join(""));
  }

  /** The console goes on without its recording. */
  #append(text: string): void {
    if (this.#fault !== undefined || text === "") return;
    try {
      for (let rest = Buffer.from(text); rest.length > 0; ) rest = rest.subarray(writeSync(this.#file, rest));
    } catch (cause) {
      this.#fault = new GantryError("disk_full", {
        message: `The recording ended early: ${cause instanceof Error ? cause.message : String(cause)}.`,
        hint: "Make room; what was recorded before is whole.",
        cause,
      });
    }
  }
}
