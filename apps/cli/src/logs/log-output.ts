import type { Writable } from "node:stream";
import type { LogLine } from "./log-lines.ts";

/** How lines are printed. */
export interface LogFormat {
  readonly json: boolean;
  readonly timestamps: boolean;
  /** Milliseconds since 1970: what arrived before is left out, and what arrived nobody knows when. */
  readonly since: number | undefined;
}

/** Prints lines, as fast as they are taken and no faster. */
export class LogOutput {
  readonly #output: Writable;
  readonly #format: LogFormat;
  #waiting = "";
  #isOpen = false;
  #isShown = false;

  constructor(output: Writable, format: LogFormat) {
    this.#output = output;
    this.#format = format;
  }

  /** Whether nobody takes any more of it. */
  get isGone(): boolean {
    return this.#output.destroyed || this.#output.errored !== null;
  }

  line(line: LogLine): void {
    const { since, json } = this.#format;
    if (!line.continues) this.#isShown = since === undefined || (line.at !== undefined && line.at >= since);
    if (!this.#isShown) return;
    if (json) this.#waiting += `${JSON.stringify(record(line))}\n`;
    else this.#text(line);
  }

  /** Bytes as they are. */
  async raw(bytes: Uint8Array): Promise<void> {
    await written(this.#output, bytes);
  }

  /** Hands over what was printed; resolves when it is taken. */
  async flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "") await written(this.#output, text);
  }

  /** Ends the last line. */
  async end(): Promise<void> {
    if (this.#isOpen) this.#waiting += "\n";
    this.#isOpen = false;
    await this.flush();
  }

  #text({ continues, text, at }: LogLine): void {
    if (continues) this.#waiting += text;
    else {
      const time = this.#format.timestamps ? `${at === undefined ? "-".padEnd(24) : iso(at)} ` : "";
      this.#waiting += `${this.#isOpen ? "\n" : ""}${time}${text}`;
    }
    this.#isOpen = true;
  }
}

function record({ boot, line, seq, at, text, continues }: LogLine) {
  return { boot, line, seq, at: at === undefined ? null : iso(at), text, ...(continues && { continues }) };
}

/** As scripts read it: UTC, milliseconds. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

async function written(output: Writable, data: Uint8Array | string): Promise<void> {
  // Whoever read it may be gone; the stream's error has its own listener.
  await new Promise<void>((resolve) => output.write(data, () => resolve()));
}
