const newline = 0x0a;
/** Never part of UTF-8, so never part of an answer: the agent sends it before the answer to a synchronisation. */
const delimiter = 0xff;

/** How much a guest may say. */
export interface ReplyLimits {
  readonly lineBytes: number;
  /** Of one exchange, whatever stands in it. */
  readonly totalBytes: number;
}

/** What a real agent stays far below: the longest answer, a list of many network interfaces, has some 100 KB. */
export const replyLimits: ReplyLimits = { lineBytes: 1024 * 1024, totalBytes: 16 * 1024 * 1024 };

/** The guest says more than an agent ever would. */
export class TooMuchError extends Error {
  override readonly name = "TooMuchError";
}

/**
 * Cuts what a guest sends during one exchange into lines. What stands before a delimiter is left over from before and
 * is dropped; a guest that floods costs no more memory than one line, and no more work than the limit.
 */
export class ReplyReader {
  readonly #limits: ReplyLimits;
  #parts: Uint8Array[] = [];
  #pending = 0;
  #total = 0;
  #synchronised = false;

  constructor(limits: ReplyLimits = replyLimits) {
    this.#limits = limits;
  }

  /** The lines that `packet` completes. @throws TooMuchError at either limit. */
  push(packet: Uint8Array): string[] {
    this.#total += packet.length;
    if (this.#total > this.#limits.totalBytes)
      throw new TooMuchError(`more than ${this.#limits.totalBytes} bytes`);
    const lastDelimiter = packet.lastIndexOf(delimiter);
    if (lastDelimiter === -1) return this.#synchronised ? this.#cut(packet) : [];
    this.#synchronised = true;
    this.#clear();
    return this.#cut(packet.subarray(lastDelimiter + 1));
  }

  #cut(packet: Uint8Array): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = packet.indexOf(newline); end !== -1; end = packet.indexOf(newline, start)) {
      this.#keep(packet.subarray(start, end));
      lines.push(Buffer.concat(this.#parts, this.#pending).toString("utf8"));
      this.#clear();
      start = end + 1;
    }
    this.#keep(packet.subarray(start));
    return lines;
  }

  #keep(part: Uint8Array): void {
    this.#pending += part.length;
    if (this.#pending > this.#limits.lineBytes)
      throw new TooMuchError(`a line of more than ${this.#limits.lineBytes} bytes`);
    if (part.length > 0) this.#parts.push(part);
  }

  #clear(): void {
    this.#parts = [];
    this.#pending = 0;
  }
}
