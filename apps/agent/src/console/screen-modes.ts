/** Long enough for any sequence below that one lot of bytes ends in the middle of. */
const carriedCharacters = 32;
/** What changes how a terminal behaves from then on, and what begins a screen afresh. */
const sequences =
  /\x1b(?:c|[=>]|\[!p|\[2J|\[\?(?<modes>\d{1,5}(?:;\d{1,5}){0,7})(?<on>[hl])|\[(?<region>\d{0,3}(?:;\d{0,3})?)r|[(](?<charset>[0AB]))/g;
/** Private modes to be set again in a terminal that takes over: keys, wrapping, cursor, mouse, paste. */
const lasting = new Set(["1", "7", "25", "1000", "1002", "1003", "1006", "2004"]);
const alternate = new Set(["47", "1047", "1049"]);

/**
 * The modes in which a guest's output has left the terminal. Found without drawing anything, so that a screen can be
 * drawn from its last few bytes and still scroll, wrap and take keys as the program on it expects.
 */
export class ScreenModes {
  readonly #settings = new Map<string, string>();
  #region = "";
  #carried = { text: "", end: 0 };
  #alternateFrom: number | undefined;
  #clearedAt = 0;

  /** Takes bytes in the order of their numbers; `seq` is that of the first one. */
  feed(seq: number, bytes: Uint8Array): void {
    const carried = this.#carried.end === seq ? this.#carried.text : "";
    const text = carried + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    for (const match of text.matchAll(sequences)) this.#obey(match, seq - carried.length + match.index);
    this.#carried = { text: text.slice(-carriedCharacters), end: seq + bytes.length };
  }

  /** Number of the byte at which a full-screen program took the other screen, if one has it now. */
  get alternateFrom(): number | undefined {
    return this.#alternateFrom;
  }

  /** While a full-screen program draws: number of the byte from which on all of its screen was drawn. */
  get drawnFrom(): number | undefined {
    return this.#alternateFrom && Math.max(this.#alternateFrom, this.#clearedAt);
  }

  /** Puts a terminal into these modes without moving its cursor. */
  get restoring(): string {
    // Setting the scrolling region homes the cursor.
    const region = this.#region === "" ? "" : `\x1b7${this.#region}\x1b8`;
    return [...this.#settings.values(), region].join("");
  }

  #obey({ 0: sequence, groups }: RegExpExecArray, at: number): void {
    if (groups?.["modes"] !== undefined) {
      for (const mode of groups["modes"].split(";")) this.#setMode(mode, groups["on"] ?? "l", at);
    } else if (groups?.["region"] !== undefined) this.#region = sequence;
    else if (groups?.["charset"] !== undefined) this.#settings.set("charset", sequence);
    else if (sequence === "\x1b=" || sequence === "\x1b>") this.#settings.set("keypad", sequence);
    else if (sequence === "\x1b[2J") this.#clearedAt = at;
    else {
      this.#settings.clear();
      this.#region = "";
      if (sequence === "\x1bc") this.#alternateFrom = undefined;
    }
  }

  #setMode(mode: string, on: string, at: number): void {
    if (alternate.has(mode)) this.#alternateFrom = on === "h" ? (this.#alternateFrom ?? at) : undefined;
    if (lasting.has(mode)) this.#settings.set(mode, `\x1b[?${mode}${on}`);
  }
}
