import type { Writable } from "node:stream";

/** Where notes go, and how they look there. */
export interface NotesOptions {
  readonly output: Writable;
  /** A terminal in which a guest writes: notes stand on lines of their own, grey. */
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly quiet: boolean;
}

/** What we say ourselves, between the guest's lines or beside them. */
export class Notes {
  readonly #options: NotesOptions;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  /** Names and reasons in `text` may come from others: nothing in it reaches a terminal but its characters. */
  say(text: string): void {
    const { output, isTerminal, colour, quiet } = this.#options;
    if (quiet) return;
    const line = `[gantry: ${text.replace(/\p{Cc}/gu, "")}]`;
    if (!isTerminal) output.write(`${line}\n`);
    else output.write(colour ? `\r\n\u001b[90m${line}\u001b[0m\r\n` : `\r\n${line}\r\n`);
  }

  /** The key did nothing. */
  ring(): void {
    if (this.#options.isTerminal && !this.#options.quiet) this.#options.output.write("\u0007");
  }
}
