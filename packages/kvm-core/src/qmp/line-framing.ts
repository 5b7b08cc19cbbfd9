/** Longest line a monitor may send. The longest real one, `query-qmp-schema`, has about 210 KB. */
export const maxLineBytes = 16 * 1024 * 1024;

const newline = 0x0a;

/** A peer sent a line that never ends. */
export class LineTooLongError extends Error {
  override readonly name = "LineTooLongError";
}

/**
 * Cuts a byte stream into lines, however the packets were split or joined.
 *
 * Only whole lines are decoded, so a character whose bytes arrive in two packets stays whole. The work is linear in
 * the bytes received, and memory is bounded by `limit` plus one packet.
 */
export class LineFramer {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #pending = 0;

  constructor(limit: number = maxLineBytes) {
    this.#limit = limit;
  }

  /**
   * The lines that `packet` completes, without their line ends. Blank lines are left out. The packet is not kept.
   *
   * @throws LineTooLongError when a line, finished or not, is longer than the limit.
   */
  push(packet: Uint8Array): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = packet.indexOf(newline); end !== -1; end = packet.indexOf(newline, start)) {
      const line = this.#take(packet.subarray(start, end));
      if (line !== "") lines.push(line);
      start = end + 1;
    }
    this.#keep(packet.subarray(start));
    return lines;
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#count(part);
    this.#parts.push(part.slice());
  }

  #take(last: Uint8Array): string {
    this.#count(last);
    const text = Buffer.concat([...this.#parts, last], this.#pending).toString("utf8");
    this.#parts = [];
    this.#pending = 0;
    return text.trim();
  }

  #count(part: Uint8Array): void {
    this.#pending += part.length;
    if (this.#pending > this.#limit)
      throw new LineTooLongError(`A line is longer than ${this.#limit} bytes.`);
  }
}
