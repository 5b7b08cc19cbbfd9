import { type Arrival, PlainText } from "@gantry/kvm-core/model";

/** A longer line is shown up to here; the downloaded file has all of it. */
const mostShown = 4000;
/** Bytes of a line that are read for what is shown of it. */
const mostRead = 8 * mostShown;
const lineFeed = 0x0a;
const special = /[^\x20-\x7e]/;

/** One line as it can be read. */
export interface LogLine {
  readonly text: string;
  /** It is longer than what is shown. */
  readonly isCut: boolean;
}

/**
 * What a guest wrote in one boot, as lines. Bytes are kept as they came, and a line is read when it is looked at: a boot
 * may have some hundred thousand. Lines are counted as the agent's search counts them: a line feed begins one, and
 * nothing else does.
 */
export class LogLines {
  /** Number of the first byte. */
  readonly from: number;
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;
  /** Where each line begins. */
  readonly #starts: number[] = [0];
  readonly #arrivals: Arrival[] = [];

  constructor(from: number) {
    this.from = from;
  }

  /** Number of lines, without an empty last one. */
  get count(): number {
    return this.#starts.length - (this.#starts.at(-1) === this.#length ? 1 : 0);
  }

  /** Number of the byte that comes next. */
  get next(): number {
    return this.from + this.#length;
  }

  /** All bytes, as they came. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** When bytes came, the oldest first. */
  get arrivals(): readonly Arrival[] {
    return this.#arrivals;
  }

  /** Takes the bytes that follow, and when they came. */
  append(bytes: Uint8Array, arrivals: readonly Arrival[]): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1))
      this.#starts.push(this.#length + at + 1);
    this.#length = length;
    for (const arrival of arrivals) {
      if (arrival.seq > (this.#arrivals.at(-1)?.seq ?? -1)) this.#arrivals.push(arrival);
    }
  }

  /** Line `index`, from 0, without escape sequences and control characters. */
  line(index: number): LogLine {
    const start = this.#starts[index] ?? this.#length;
    const end = Math.min((this.#starts[index + 1] ?? this.#length + 1) - 1, this.#length);
    const isLong = end - start > mostRead;
    const raw = new TextDecoder().decode(this.#bytes.subarray(start, isLong ? start + mostRead : end));
    const text = plain(raw.endsWith("\r") ? raw.slice(0, -1) : raw);
    return { text: text.slice(0, mostShown), isCut: isLong || text.length > mostShown };
  }

  /** When the first byte of a line came, in milliseconds since 1970; undefined where that was not recorded. */
  timeOf(index: number): number | undefined {
    const seq = this.from + (this.#starts[index] ?? 0);
    let [low, high] = [0, this.#arrivals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#arrivals[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return this.#arrivals[low - 1]?.at;
  }
}

function plain(line: string): string {
  if (!special.test(line)) return line;
  const reader = new PlainText();
  reader.write(line);
  return reader.take();
}
