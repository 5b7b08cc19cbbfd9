import type { ConsolePort } from "../console-port.ts";

const nobody: Disposable = { [Symbol.dispose]: () => undefined };

/** A console on which stands what a test has written. */
export class WrittenPort implements ConsolePort {
  readonly boot = 1;
  readonly past = { settled: async () => undefined };
  reads = 0;
  failing = false;
  #bytes: Buffer;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
  }

  get seq(): number {
    return this.#bytes.length;
  }

  say(text: string): void {
    this.#bytes = Buffer.concat([this.#bytes, Buffer.from(text)]);
  }

  async settle(): Promise<number> {
    return this.seq;
  }

  async read(from: number, maxBytes: number): Promise<Uint8Array> {
    this.reads += 1;
    if (this.failing) throw new Error("cannot be read");
    return this.#bytes.subarray(from, from + maxBytes);
  }

  readNow(): undefined {
    return undefined;
  }

  keptFrom(seq: number): number {
    return seq;
  }

  onData(): Disposable {
    return nobody;
  }

  onBoot(): Disposable {
    return nobody;
  }

  write(): boolean {
    return false;
  }
}
