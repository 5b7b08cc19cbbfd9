import type { Readable } from "node:stream";

/** Collects what a guest prints and lets a test wait for a piece of it. Each wait starts behind the last match. */
export class OutputReader {
  #text = "";
  #position = 0;
  #ended = false;
  readonly #stream: Readable;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.setEncoding("latin1");
    stream.on("data", (chunk: string) => {
      this.#text += chunk;
    });
    stream.once("close", () => {
      this.#ended = true;
    });
  }

  /** Everything printed so far. */
  get text(): string {
    return this.#text;
  }

  /** Resolves with the match; rejects with the last output if the guest ends or `signal` aborts before. */
  async waitFor(pattern: RegExp, signal: AbortSignal): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#text.slice(this.#position));
      if (match !== null) {
        this.#position += match.index + match[0].length;
        return match;
      }
      if (this.#ended || signal.aborted) {
        const why = this.#ended ? "The guest ended" : "The time ran out";
        throw new Error(`${why} before ${pattern}. Its last output:\n${this.#text.slice(-3000)}`);
      }
      await nextChange(this.#stream, signal);
    }
  }
}

async function nextChange(stream: Readable, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const changed = () => resolve();
  stream.once("data", changed).once("close", changed);
  signal.addEventListener("abort", changed);
  try {
    await promise;
  } finally {
    stream.off("data", changed).off("close", changed);
    signal.removeEventListener("abort", changed);
  }
}
