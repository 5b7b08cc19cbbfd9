import type { Writable } from "node:stream";

/** Where talk goes, and whether a person watches lines being redrawn. */
export interface Terminal {
  readonly output: Writable;
  readonly live: boolean;
}

/** Tells how far a step is, in a few words. */
export type TellProgress = (text: string) => void;

const redrawMs = 500;
const remindMs = 20_000;

/**
 * Tells of the steps of long work: one line each, with its outcome. A person at a terminal sees the running one with its
 * seconds; a log gets a reminder now and then.
 */
export class Steps {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** One line of text. */
  line(text = ""): void {
    this.#terminal.output.write(`${text}\n`);
  }

  /** Runs `work`, which answers with its outcome in words. */
  async step(title: string, work: (tell: TellProgress) => Promise<string>): Promise<void> {
    const started = Date.now();
    let newest = "";
    const seconds = () => Math.round((Date.now() - started) / 1000);
    const redraw = () => this.#redraw(title, `${seconds()} s ${newest}`);
    const remind = () => this.line(columns(title, `${seconds()} s so far ${newest}`.trimEnd()));
    const timer = this.#terminal.live ? setInterval(redraw, redrawMs) : setInterval(remind, remindMs);
    try {
      const outcome = await work((text) => {
        newest = text;
      });
      this.#close(title, seconds() < 2 ? outcome : `${outcome} (${seconds()} s)`);
    } catch (error) {
      this.#close(title, "failed");
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  #redraw(title: string, text: string): void {
    this.#terminal.output.write(`\r\u001B[2K${columns(title, text).slice(0, 78)}`);
  }

  #close(title: string, text: string): void {
    if (this.#terminal.live) this.#terminal.output.write("\r\u001B[2K");
    this.line(columns(title, text));
  }
}

function columns(title: string, text: string): string {
  return `  ${title.padEnd(18)} ${text}`;
}
