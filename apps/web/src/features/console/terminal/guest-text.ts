/** More marks than any script stacks on one letter; a cell of thousands costs the browser seconds each time it is drawn. */
const mostMarks = 16;
/** A long word of ASCII, and nothing to look for in it. */
const ascii = /^[\0-\x7f]*$/;
/** Text that turns round would show something else than the guest wrote, and other columns than it counted. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** What takes no column of its own and is kept with the letter before it. */
const marks = /[\p{M}\p{Cf}\u1160-\u11ff]+/gu;

/**
 * Turns the guest's bytes into text for a terminal, cut anywhere. Leaves out what a terminal cannot show honestly:
 * controls of writing direction, and heaps of combining marks. The log view shows the former as codes.
 */
export class GuestText {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Marks that stand at the end of what was taken so far. */
  #marks = 0;

  take(bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text === "") return text;
    if (ascii.test(text)) {
      this.#marks = 0;
      return text;
    }
    const straight = text.replace(directions, "");
    let atEnd = 0;
    const sparse = straight.replace(marks, (run, offset: number) => {
      const before = offset === 0 ? this.#marks : 0;
      const all = Array.from(run);
      if (offset + run.length === straight.length) atEnd = before + all.length;
      return all.slice(0, Math.max(0, mostMarks - before)).join("");
    });
    this.#marks = straight === "" ? this.#marks : atEnd;
    return sparse;
  }
}
