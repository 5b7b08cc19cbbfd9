import type { Arrival } from "@gantry/kvm-core/model";
import { type PlainLine, PlainLines } from "@gantry/kvm-core/serial";
import { Stamps } from "./stamps.ts";

/** A line of a console as a person reads it, and where it stands. */
export interface LogLine {
  /** 0 where it is not known. */
  readonly boot: number;
  /** Counted from 1 at the first kept byte of the boot, as in the address of a hit. */
  readonly line: number;
  /** Number of its first byte. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number | undefined;
  readonly text: string;
  /** More of a line that was too long for one piece. */
  readonly continues: boolean;
}

/** Cuts what a guest wrote into lines, boot by boot. */
export class LogLines {
  readonly #hear: (line: LogLine) => void;
  readonly #stamps = new Stamps();
  #lines: PlainLines | undefined;
  #boot = 0;
  #next = 0;
  #lastLine = 0;

  constructor(hear: (line: LogLine) => void) {
    this.#hear = hear;
  }

  /** Bytes from number `from` on. After a hole the lines begin anew. */
  feed(
    bytes: Uint8Array,
    { from, arrivals }: { readonly from: number; readonly arrivals: readonly Arrival[] },
  ): void {
    if (this.#lines === undefined || from !== this.#next) this.begin(this.#boot, from);
    this.#stamps.add(arrivals);
    this.#lines?.feed(bytes);
    this.#next = from + bytes.length;
  }

  /** A boot begins, with byte `from`. */
  begin(boot: number, from: number): void {
    this.end();
    this.#boot = boot;
    this.#next = from;
    this.#lastLine = 0;
    this.#lines = new PlainLines(from, (line) => this.#tell(line));
  }

  /** Nothing follows: the line that has no end yet is told too. */
  end(): void {
    this.#lines?.end();
    this.#lines = undefined;
  }

  #tell({ number, seq, text }: PlainLine): void {
    const continues = number === this.#lastLine;
    this.#lastLine = number;
    this.#hear({ boot: this.#boot, line: number, seq, at: this.#stamps.of(seq), text, continues });
  }
}
