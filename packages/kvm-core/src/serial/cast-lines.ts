import { CastOutput, castLine } from "../model/asciicast.ts";
import type { Arrival, RecordingMarker } from "../model/console-archive.ts";

/** A keystroke, or several, as a recording keeps them. */
export interface TypedKeys {
  readonly at: number;
  readonly text: string;
}

/** Turns what happened at a console into the lines of its recording, whose time never runs backwards. */
export class CastLines {
  readonly #startedAt: number;
  readonly #output: CastOutput;
  #seconds: number;

  /** @param begin when second 0 was, in milliseconds since 1970, and the second that was reached. */
  constructor({ startedAt, seconds }: { readonly startedAt: number; readonly seconds: number }) {
    this.#startedAt = startedAt;
    this.#output = new CastOutput(startedAt);
    this.#seconds = seconds;
  }

  get seconds(): number {
    return this.#seconds;
  }

  /** What the guest wrote. */
  output(from: number, bytes: Uint8Array, arrivals: readonly Arrival[]): string[] {
    const events = this.#output.events({ from, bytes, arrivals });
    return events.map(([seconds, , text]) => castLine([this.#reach(seconds), "o", text]));
  }

  marker({ at, label }: Pick<RecordingMarker, "at" | "label">): string {
    return castLine([this.#reach((at - this.#startedAt) / 1000), "m", label]);
  }

  keys({ at, text }: TypedKeys): string {
    return castLine([this.#reach((at - this.#startedAt) / 1000), "i", text]);
  }

  /** Bytes that nobody has any more, said where they would be. */
  missing(bytes: number): string {
    return castLine([this.#seconds, "m", `${bytes} bytes are not kept`]);
  }

  #reach(seconds: number): number {
    this.#seconds = Math.max(this.#seconds, seconds);
    return this.#seconds;
  }
}

/** How many of the bytes are whole characters: those of one that has yet to be completed are at the end. */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    // A byte within a character.
    if (byte >= 0x80 && byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
