/** A terminal's line is rarely longer; a jump beyond does not fill the way with blanks. */
const maxColumns = 1000;
/** A control string (OSC, DCS, …) that is longer is none: garbage must not hide what follows it. */
const maxStringLength = 4096;

type Mode = "text" | "escape" | "intermediate" | "sequence" | "string" | "stringEscape";

/**
 * What can be read of one line after a terminal has drawn it: without escape sequences and control characters, with
 * carriage return, backspace, erasing and moves within the line obeyed. A move to another line leaves a blank.
 *
 * Takes the line in pieces, cut anywhere. The states follow the parser of DEC terminals (vt100.net/emu/dec_ansi_parser).
 */
export class PlainText {
  #cells: string[] = [];
  #cursor = 0;
  #mode: Mode = "text";
  #sequence = "";
  #stringLength = 0;

  write(text: string): void {
    for (const character of text) this.#take(character);
  }

  /** What is readable so far; begins anew behind it, in the middle of whatever sequence is open. */
  take(): string {
    const text = this.#cells.join("");
    this.#cells = [];
    this.#cursor = 0;
    return text;
  }

  #take(character: string): void {
    const code = character.charCodeAt(0);
    if (code === 0x1b) {
      this.#mode = this.#mode === "string" ? "stringEscape" : "escape";
    } else if (code === 0x18 || code === 0x1a) {
      // CAN and SUB end any sequence.
      this.#mode = "text";
    } else if (this.#mode === "text") {
      this.#takeText(character, code);
    } else if (this.#mode === "string") {
      this.#stringLength += 1;
      if (code === 0x07 || this.#stringLength > maxStringLength) this.#mode = "text";
    } else if (code < 0x20) {
      // Control characters within a sequence act at once.
      this.#control(code);
    } else {
      this.#takeOfSequence(character, code);
    }
  }

  #takeText(character: string, code: number): void {
    if (code < 0x20) this.#control(code);
    else if (code >= 0x7f && code <= 0x9f) return;
    else {
      this.#cells[this.#cursor] = character;
      this.#cursor += 1;
    }
  }

  #takeOfSequence(character: string, code: number): void {
    if (this.#mode === "sequence") {
      if (code >= 0x40 && code <= 0x7e) {
        this.#mode = "text";
        this.#obey(character);
      } else if (this.#sequence.length < 64) this.#sequence += character;
      return;
    }
    if (this.#mode === "stringEscape" && character === "\\") this.#mode = "text";
    else if (this.#mode !== "intermediate" && character === "[") {
      this.#mode = "sequence";
      this.#sequence = "";
    } else if (this.#mode !== "intermediate" && "]PX^_".includes(character)) {
      this.#mode = "string";
      this.#stringLength = 0;
    } else this.#mode = code <= 0x2f ? "intermediate" : "text";
  }

  #control(code: number): void {
    if (code === 0x0d) this.#cursor = 0;
    else if (code === 0x08) this.#cursor = Math.max(0, this.#cursor - 1);
    else if (code === 0x09) this.#moveTo(this.#cursor + 1);
    else if (code === 0x0b || code === 0x0c) this.#leaveLine();
  }

  /** A control sequence, by its last character. */
  #obey(final: string): void {
    const count = Math.max(1, Number.parseInt(this.#sequence, 10) || 1);
    if (final === "C") this.#moveTo(this.#cursor + count);
    else if (final === "D") this.#cursor = Math.max(0, this.#cursor - count);
    else if (final === "G" || final === "`") this.#moveTo(count - 1);
    else if (final === "K") this.#erase();
    else if ("ABEFHJdf".includes(final)) this.#leaveLine();
  }

  #erase(): void {
    if (this.#sequence === "" || this.#sequence === "0") this.#cells.splice(this.#cursor);
    // The whole line: what is drawn next begins it, wherever on the screen.
    if (this.#sequence === "2") this.take();
  }

  #moveTo(column: number): void {
    this.#cursor = Math.max(Math.min(column, maxColumns), Math.min(column, this.#cursor));
    while (this.#cells.length < this.#cursor) this.#cells.push(" ");
  }

  #leaveLine(): void {
    if (this.#cells.length > 0 && this.#cells.at(-1) !== " ") this.#cells.push(" ");
    this.#cursor = this.#cells.length;
  }
}
