const escape = 0x1b;
const bell = 0x07;
const backslash = 0x5c;
/** Longer control sequences than this are none that anybody uses; the rest of them is dropped. */
const maxBody = 64;

/** A part of a terminal's input: text with its plain control characters, or a whole control sequence (ECMA-48). */
export type Piece =
  | { readonly type: "text"; readonly bytes: Uint8Array }
  /** `CSI`: what stands between `ESC [` and the final character, and that character. */
  | { readonly type: "csi"; readonly parameters: string; readonly final: string }
  /** Every other sequence: a string (OSC, DCS, …) or a short one. It has no content here. */
  | { readonly type: "other" };

/**
 * Splits what a guest writes to its terminal. Sequences may be cut anywhere between two calls. Strings are passed over
 * without being kept, however long they are.
 */
export class EscapeSplitter {
  #state: "text" | "escape" | "intermediate" | "csi" | "string" | "string-escape" = "text";
  #body = "";

  take(bytes: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    for (let at = 0; at < bytes.length; ) {
      if (this.#state === "text") {
        const found = bytes.indexOf(escape, at);
        const end = found === -1 ? bytes.length : found;
        if (end > at) pieces.push({ type: "text", bytes: bytes.subarray(at, end) });
        if (found !== -1) this.#state = "escape";
        at = end + 1;
        continue;
      }
      const piece = this.#step(bytes[at] ?? 0);
      if (piece !== undefined) pieces.push(piece);
      at += 1;
    }
    return pieces;
  }

  #step(byte: number): Piece | undefined {
    switch (this.#state) {
      case "csi":
        return this.#inCsi(byte);
      case "string":
        if (byte === bell) return this.#end({ type: "other" });
        if (byte === escape) this.#state = "string-escape";
        return undefined;
      case "string-escape":
        if (byte === backslash) return this.#end({ type: "other" });
        this.#state = "escape";
        return this.#afterEscape(byte);
      case "intermediate":
        if (byte === escape) this.#state = "escape";
        else if (byte < 0x20 || byte > 0x2f) return this.#end({ type: "other" });
        return undefined;
      default:
        return this.#afterEscape(byte);
    }
  }

  #afterEscape(byte: number): Piece | undefined {
    const letter = String.fromCharCode(byte);
    if (byte === escape) return undefined;
    if (letter === "[") {
      this.#state = "csi";
      this.#body = "";
    } else if ("]PX^_".includes(letter)) this.#state = "string";
    else if (byte >= 0x20 && byte <= 0x2f) this.#state = "intermediate";
    else return this.#end({ type: "other" });
    return undefined;
  }

  #inCsi(byte: number): Piece | undefined {
    if (byte === escape) this.#state = "escape";
    else if (byte >= 0x40 && byte <= 0x7e)
      return this.#end({ type: "csi", parameters: this.#body, final: String.fromCharCode(byte) });
    else if (byte >= 0x20 && this.#body.length < maxBody) this.#body += String.fromCharCode(byte);
    return undefined;
  }

  #end(piece: Piece): Piece {
    this.#state = "text";
    return piece;
  }
}
