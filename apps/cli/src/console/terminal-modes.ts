import { EscapeSplitter, type Piece } from "./escape-splitter.ts";

/** Alternate screens; leaving one that is not shown would move the cursor, so they are followed. */
const alternateScreens = new Set(["47", "1047", "1049"]);

/** Harmless where nothing was changed: ends an open string, then colours, character set, insert mode, keypad, cursor keys,
 *  wrapping, cursor, mouse reports of all kinds, focus reports, bracketed paste. */
const always =
  "\u001b\\\u001b[0m\u000f\u001b(B\u001b[4l\u001b>\u001b[?1l\u001b[?7h\u001b[?25h" +
  "\u001b[?9l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1004l\u001b[?1005l\u001b[?1006l\u001b[?1015l\u001b[?2004l";

/** Follows what a guest did to the terminal that shows it, and can undo that. */
export class TerminalModes {
  readonly #splitter = new EscapeSplitter();
  readonly #screens = new Set<string>();
  #hasRegion = false;
  #hasCursorShape = false;
  #pushedKeyboards = 0;

  take(bytes: Uint8Array): void {
    for (const piece of this.#splitter.take(bytes)) if (piece.type === "csi") this.#note(piece);
  }

  /** What gives the terminal back as it was found. */
  reset(): string {
    return [
      always,
      ...[...this.#screens].map((mode) => `\u001b[?${mode}l`),
      this.#pushedKeyboards > 0 ? `\u001b[<${this.#pushedKeyboards}u` : "",
      this.#hasCursorShape ? "\u001b[0 q" : "",
      // Setting the whole screen as region moves the cursor home.
      this.#hasRegion ? "\u001b7\u001b[r\u001b8" : "",
    ].join("");
  }

  #note({ parameters, final }: Extract<Piece, { type: "csi" }>): void {
    if (parameters.startsWith("?") && (final === "h" || final === "l")) {
      for (const mode of parameters
        .slice(1)
        .split(";")
        .filter((one) => alternateScreens.has(one))) {
        if (final === "h") this.#screens.add(mode);
        else this.#screens.delete(mode);
      }
    }
    if (final === "r" && /^[\d;]*$/.test(parameters)) this.#hasRegion = parameters !== "";
    if (final === "q" && parameters.endsWith(" ")) this.#hasCursorShape = true;
    if (final === "u" && parameters.startsWith(">")) this.#pushedKeyboards += 1;
    if (final === "u" && parameters.startsWith("<"))
      this.#pushedKeyboards = Math.max(0, this.#pushedKeyboards - Number(parameters.slice(1) || 1));
  }
}
