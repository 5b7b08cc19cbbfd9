import { TextDecoder } from "node:util";
import { PlainText } from "../model/plain-text.ts";

/** A longer line is handed over in parts: binary data may go on for megabytes without a line break. */
const maxPartBytes = 64 * 1024;
/** In bytes read as Latin-1: anything that is not plain ASCII text. */
const special = /[^\x20-\x7e]/;
const colours = /\x1b\[[\d;:]*m/g;

/** A line of a console, or a part of one that is very long. */
export interface PlainLine {
  /** Counted from 1. */
  readonly number: number;
  /** Number of the line's first byte. */
  readonly seq: number;
  /** Without escape sequences and control characters. */
  readonly text: string;
}

/**
 * Cuts a console's bytes into lines that can be read and searched. Lots may be cut anywhere. Only a line break (LF)
 * begins a line, whatever stands around it, so that numbers of lines can be counted by anybody.
 */
export class PlainLines {
  readonly #hear: (line: PlainLine) => void;
  readonly #partBytes: number;
  #number = 1;
  /** Number of the first byte of the present line. */
  #lineSeq: number;
  /** Number of the byte after the last one taken in. */
  #seq: number;
  /** Of the present line what was not handed over yet, each byte as a character. */
  #waiting = "";
  /** Set while the present line is handed over in parts. */
  #long: { readonly decoder: TextDecoder; readonly plain: PlainText } | undefined;

  /** @param hear hears each line, in order; the parts of a long one one after the other. */
  constructor(seq: number, hear: (line: PlainLine) => void, partBytes: number = maxPartBytes) {
    this.#seq = seq;
    this.#lineSeq = seq;
    this.#hear = hear;
    this.#partBytes = partBytes;
  }

  /** Takes the bytes that follow. */
  feed(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    let at = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", at)) {
      this.#add(text.slice(at, end));
      this.#finish();
      at = end + 1;
      this.#number += 1;
      this.#lineSeq = this.#seq + at;
    }
    this.#add(text.slice(at));
    this.#seq += bytes.length;
  }

  /** No more bytes follow: hands over the line that has no end yet. */
  end(): void {
    if (this.#waiting !== "" || this.#long !== undefined) this.#finish();
  }

  #add(raw: string): void {
    this.#waiting += raw;
    while (this.#waiting.length > this.#partBytes) {
      this.#long ??= { decoder: new TextDecoder(), plain: new PlainText() };
      this.#tell(this.#ofLong(this.#long, this.#waiting.slice(0, this.#partBytes)));
      this.#waiting = this.#waiting.slice(this.#partBytes);
    }
  }

  #finish(): void {
    const raw = this.#waiting;
    this.#waiting = "";
    this.#tell(this.#long === undefined ? plainTextOf(raw) : this.#ofLong(this.#long, raw));
    this.#long = undefined;
  }

  #ofLong({ decoder, plain }: { decoder: TextDecoder; plain: PlainText }, raw: string): string {
    plain.write(decoder.decode(Buffer.from(raw, "latin1"), { stream: true }));
    return plain.take();
  }

  #tell(text: string): void {
    this.#hear({ number: this.#number, seq: this.#lineSeq, text });
  }
}

/** The readable text of a whole line, given with each byte as a character. Most lines need no parser. */
function plainTextOf(raw: string): string {
  const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  if (!special.test(line)) return line;
  const uncoloured = line.replace(colours, "");
  if (!special.test(uncoloured)) return uncoloured;
  const plain = new PlainText();
  plain.write(Buffer.from(line, "latin1").toString());
  return plain.take();
}
