import type { Writable } from "node:stream";
import type { DownControl, UpControl } from "@gantry/kvm-core/model";
import type { ConsoleLine, ConsoleSink } from "./attach-console.ts";
import type { CastFile } from "./cast-file.ts";
import { controlNotes } from "./control-notes.ts";
import type { Notes } from "./notes.ts";
import type { TerminalModes } from "./terminal-modes.ts";

/** What a console is shown with. */
export interface ConsoleViewOptions {
  readonly name: string;
  readonly output: Writable;
  /** Follows what the guest does to the terminal; undefined where there is none. */
  readonly modes: TerminalModes | undefined;
  readonly notes: Notes;
  readonly cast: CastFile | undefined;
  /** What is said when it begins. */
  readonly greeting: string;
  /** Told at each attachment, once the agent has answered. */
  readonly onAttached: (line: ConsoleLine) => void;
}

type Seat = Extract<DownControl, { type: "seat" }>;

/** The guest's bytes on their way out, and what is known of the console meanwhile. */
export class ConsoleView implements ConsoleSink {
  readonly #options: ConsoleViewOptions;
  readonly #listeners = new Set<() => void>();
  next: number | undefined;
  #line: ConsoleLine | undefined;
  #seat: Seat | undefined;
  /** Bytes before it were there before we came. */
  #pastUntil = 0;
  #lastByteAt = 0;
  #wasLost = false;

  constructor(options: ConsoleViewOptions) {
    this.#options = options;
  }

  /** The way up; undefined while there is none. */
  get line(): ConsoleLine | undefined {
    return this.#line;
  }

  /** Whether keys reach the guest now. */
  get mayType(): boolean {
    return this.#line !== undefined && this.#seat?.mine === true;
  }

  /** Who else types, as far as known. */
  get otherWriter(): string | undefined {
    return this.#seat?.mine === false ? (this.#seat.holder ?? undefined) : undefined;
  }

  /** Whether the seat is known to be somebody's or nobody's. */
  get isSeated(): boolean {
    return this.#line !== undefined && this.#seat !== undefined;
  }

  /** What is shown now was asked or said in the past: a terminal's answers to it are late. */
  get isPast(): boolean {
    return (this.next ?? 0) < this.#pastUntil;
  }

  /** Milliseconds since the guest's last byte. */
  get silentMs(): number {
    return performance.now() - this.#lastByteAt;
  }

  /** Told when the line or the seat changed. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  tell(control: UpControl): void {
    this.#line?.tell(control);
  }

  show(bytes: Uint8Array, taken: () => void): void {
    const { output, modes, cast } = this.#options;
    this.#lastByteAt = performance.now();
    modes?.take(bytes);
    cast?.output(bytes, (this.next ?? 0) - bytes.length);
    output.write(bytes, taken);
  }

  hear(control: DownControl): void {
    const { name, notes, cast, greeting, modes, output } = this.#options;
    for (const text of controlNotes(control, { name, seat: this.#seat })) {
      notes.say(text);
      if (control.type !== "seat") cast?.marker(text);
    }
    if (control.type === "hello") {
      this.#pastUntil = control.now ?? control.seq;
      this.#lastByteAt = performance.now();
      notes.say(this.#wasLost ? "attached again; it goes on where it was" : greeting);
      this.#wasLost = true;
      if (this.#line !== undefined) this.#options.onAttached(this.#line);
    }
    if (control.type === "screen") {
      const data = Buffer.from(control.data);
      modes?.take(data);
      cast?.screen(control.data);
      output.write(data);
    }
    if (control.type === "boot") cast?.marker(`boot ${control.n}`);
    if (control.type !== "seat") return;
    this.#seat = control;
    this.#changed();
  }

  opened(line: ConsoleLine): void {
    this.#line = line;
    this.#seat = undefined;
    this.#changed();
  }

  lost(why: string): void {
    this.#line = undefined;
    this.#options.notes.say(`${why} Trying again until it is back.`);
    this.#options.cast?.marker(why);
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
