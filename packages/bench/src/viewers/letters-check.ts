const line = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";

/** Follows the output of the letters guest, whose every next byte is known, and counts where it is not that byte. */
export class LettersCheck {
  faults = 0;
  #last: number | undefined;

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#last !== undefined && byte !== successor(this.#last)) this.faults += 1;
      this.#last = byte;
    }
  }
}

function successor(byte: number): number | undefined {
  const at = line.indexOf(String.fromCharCode(byte));
  return at < 0 ? undefined : line.charCodeAt((at + 1) % line.length);
}
