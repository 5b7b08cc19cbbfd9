import type { Writable } from "node:stream";
import { type ReadStream, WriteStream } from "node:tty";
import type { Session } from "../commands/session.ts";
import { flushed } from "../terminal/flushed.ts";
import { lendTerminal } from "../terminal/lend-terminal.ts";
import { patientScreen, writeLast } from "../terminal/patient-screen.ts";
import { giveKeysBack, takeKeys } from "../terminal/raw-mode.ts";
import { Notes } from "./notes.ts";
import { TerminalModes } from "./terminal-modes.ts";

/** A terminal that takes nothing is not waited for longer. */
const farewellMs = 300;

/** A size in characters. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** Where a console is shown: the terminal it borrows, or a script's pipes. Disposing it gives the terminal back. */
export class ConsolePlace implements AsyncDisposable {
  /** What is typed at a terminal; undefined when the input is no terminal. */
  readonly keys: ReadStream | undefined;
  readonly output: Writable;
  readonly notes: Notes;
  /** What the guest did to the terminal that shows it; undefined when the output is none. */
  readonly modes: TerminalModes | undefined;
  readonly #stdout: Writable;
  #loan: Disposable | undefined;

  constructor({ surroundings, quiet }: Session, keys: ReadStream | undefined) {
    const { stdout, stderr, env } = surroundings;
    this.keys = keys;
    this.#stdout = stdout;
    const screen = stdout instanceof WriteStream ? patientScreen() : undefined;
    this.output = screen ?? stdout;
    this.modes = screen && new TerminalModes();
    const colour = !env["NO_COLOR"] && env["TERM"] !== "dumb";
    // In the order of the guest's bytes where both go to the terminal.
    const output = stderr.isTTY && screen !== undefined ? screen : stderr;
    this.notes = new Notes({ output, isTerminal: stderr.isTTY, colour, quiet });
    if (screen !== undefined && keys === undefined) this.lend(() => undefined);
  }

  /** Of the terminal; undefined where there is none. Numbers that no console has are brought into its range. */
  get size(): TerminalSize | undefined {
    if (!(this.#stdout instanceof WriteStream)) return undefined;
    const within = (count: number) => Math.min(Math.max(count, 1), 1000);
    return { cols: within(this.#stdout.columns), rows: within(this.#stdout.rows) };
  }

  /** Takes every key from now on. `onReturn`: the terminal is ours again after it was somebody else's. */
  lend(onReturn: () => void): void {
    const take = () => this.keys && takeKeys(this.keys);
    take();
    this.#loan ??= lendTerminal({
      giveBack: () => {
        if (this.modes !== undefined) writeLast(this.modes.reset(), this.output);
        if (this.keys !== undefined) giveKeysBack(this.keys);
      },
      takeAgain: () => {
        take();
        this.notes.say("here again");
        onReturn();
      },
    });
  }

  onResize(listener: (size: TerminalSize) => void): Disposable {
    const tell = () => {
      if (this.size !== undefined) listener(this.size);
    };
    this.#stdout.on("resize", tell);
    return { [Symbol.dispose]: () => this.#stdout.off("resize", tell) };
  }

  /** Whoever read the output is gone. */
  onOutputGone(listener: () => void): Disposable {
    const { output } = this;
    output.on("error", listener).on("close", listener);
    return { [Symbol.dispose]: () => output.off("error", listener).off("close", listener) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // An error that comes late is nobody's any more.
    this.output.on("error", () => undefined);
    if (this.modes !== undefined) await flushed(this.output, AbortSignal.timeout(farewellMs));
    this.#loan?.[Symbol.dispose]();
    if (this.modes !== undefined) writeLast("\r\n", this.output);
  }
}
