import type { ConsoleBoot } from "../../model/console-archive.ts";
import type { ConsolePast } from "../console-past.ts";

/** A past that a test has written: what was before the first boot, then each boot. Byte n arrived at 1000 + n. */
export class WrittenPast implements ConsolePast {
  readonly #bytes: Buffer;
  readonly #starts: readonly number[];
  readonly #chunk: number;
  readonly #onRead: () => void;
  oldest = 0;
  reads = 0;

  constructor(
    boots: readonly string[],
    { chunk = Infinity, onRead }: { readonly chunk?: number; readonly onRead?: () => void } = {},
  ) {
    const parts = boots.map((text) => Buffer.from(text));
    this.#bytes = Buffer.concat(parts);
    this.#starts = parts.map((_, index) => Buffer.concat(parts.slice(0, index)).length);
    this.#chunk = chunk;
    this.#onRead = onRead ?? (() => undefined);
  }

  get seq(): number {
    return this.#bytes.length;
  }

  get boots(): ConsoleBoot[] {
    return this.#starts.slice(1).map((from, index) => {
      const to = this.#starts[index + 2] ?? this.seq;
      const at = new Date(1000 + from).toISOString();
      return { n: index + 1, at, from, to, oldest: Math.min(to, Math.max(from, this.oldest)) };
    });
  }

  forgetBefore(seq: number): void {
    this.oldest = seq;
  }

  async settle(): Promise<number> {
    return this.seq;
  }

  async read(from: number, maxBytes: number): Promise<Uint8Array> {
    this.reads += 1;
    const bytes = this.#bytes.subarray(from, from + Math.min(maxBytes, this.#chunk));
    this.#onRead();
    return bytes;
  }

  keptFrom(seq: number): number {
    return Math.max(seq, this.oldest);
  }

  arrivals(from: number) {
    return [{ seq: from, at: 1000 + from }];
  }
}

/** See {@link WrittenPast}. */
export function pastOf(...args: ConstructorParameters<typeof WrittenPast>): WrittenPast {
  return new WrittenPast(...args);
}
