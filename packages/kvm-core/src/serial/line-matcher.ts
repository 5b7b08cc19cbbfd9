import type { PlainLine } from "./plain-lines.ts";

/** So much of a line is shown around what was found in it. */
const shownCharacters = 500;

/** What was found in one line. */
export interface LineMatch {
  readonly line: number;
  /** Number of the line's first byte. */
  readonly seq: number;
  /** The line, or so much of it as fits around the match. */
  readonly text: string;
  /** Where in `text` the match is. */
  readonly start: number;
  readonly length: number;
}

/** Looks for literal text in lines and keeps the newest matches, one for each line. */
export class LineMatcher {
  readonly #pattern: RegExp;
  readonly #overlap: number;
  readonly #wanted: number;
  readonly #matches: LineMatch[] = [];
  /** The end of the part before, of a line that comes in parts. */
  #tail = { number: 0, text: "" };

  constructor({ text, matchCase, wanted }: { text: string; matchCase: boolean; wanted: number }) {
    // A tab is a blank in the lines.
    const literal = text.replaceAll("\t", " ").replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
    this.#pattern = new RegExp(literal, matchCase ? "u" : "iu");
    this.#overlap = text.length - 1;
    this.#wanted = wanted;
  }

  hear({ number, seq, text }: PlainLine): void {
    const isSameLine = this.#tail.number === number;
    const whole = isSameLine ? this.#tail.text + text : text;
    this.#tail = { number, text: this.#overlap === 0 ? "" : whole.slice(-this.#overlap) };
    if (this.#matches.at(-1)?.line === number) return;
    const found = this.#pattern.exec(whole);
    if (found === null) return;
    this.#matches.push({ line: number, seq, ...shown(whole, found.index, found[0].length) });
    if (this.#matches.length > 2 * this.#wanted) this.#matches.splice(0, this.#wanted);
  }

  /** The newest first, not more than were wanted. */
  newest(): LineMatch[] {
    return this.#matches.slice(-this.#wanted).toReversed();
  }
}

function shown(text: string, index: number, length: number): Pick<LineMatch, "text" | "start" | "length"> {
  const room = Math.max(0, shownCharacters - length);
  const from = Math.max(0, Math.min(index - Math.floor(room / 2), text.length - shownCharacters));
  return { text: text.slice(from, from + Math.max(shownCharacters, length)), start: index - from, length };
}
