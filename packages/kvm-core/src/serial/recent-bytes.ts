const firstCapacity = 4096;

/**
 * The newest bytes of a stream, by their numbers. Memory starts at 4 KiB and doubles with use up to `limit`, so that a
 * quiet console costs next to nothing and a talkative one no more than `limit`, however many read it.
 */
export class RecentBytes {
  readonly #limit: number;
  #buffer = new Uint8Array(0);
  #start: number;
  #end: number;

  constructor(limit: number, seq: number) {
    this.#limit = limit;
    this.#start = seq;
    this.#end = seq;
  }

  /** Number of the oldest byte held. */
  get start(): number {
    return this.#start;
  }

  /** Number of the byte that comes next. */
  get end(): number {
    return this.#end;
  }

  /** Adds bytes at the end; the oldest make room. */
  append(bytes: Uint8Array): void {
    this.#reserve(this.#end - this.#start + bytes.length);
    const capacity = this.#buffer.length;
    const kept = bytes.subarray(Math.max(0, bytes.length - capacity));
    this.#end += bytes.length;
    const from = this.#end - kept.length;
    const place = from % capacity;
    const head = kept.subarray(0, capacity - place);
    this.#buffer.set(head, place);
    this.#buffer.set(kept.subarray(head.length), 0);
    this.#start = Math.max(this.#start, this.#end - capacity);
  }

  /** A copy of up to `maxBytes` from number `from` on; undefined when that byte is not held. */
  read(from: number, maxBytes: number): Uint8Array | undefined {
    if (from < this.#start || from > this.#end) return undefined;
    const length = Math.min(maxBytes, this.#end - from);
    const copy = new Uint8Array(length);
    if (length === 0) return copy;
    const place = from % this.#buffer.length;
    const head = this.#buffer.subarray(place, place + length);
    copy.set(head);
    copy.set(this.#buffer.subarray(0, length - head.length), head.length);
    return copy;
  }

  /** Forgets everything; the next byte has number `seq`. */
  restart(seq: number): void {
    this.#buffer = new Uint8Array(0);
    this.#start = seq;
    this.#end = seq;
  }

  /** Makes room for `wanted` bytes if the limit allows. A byte's place is its number modulo the capacity. */
  #reserve(wanted: number): void {
    if (wanted <= this.#buffer.length || this.#buffer.length === this.#limit) return;
    let capacity = Math.max(firstCapacity, this.#buffer.length);
    while (capacity < wanted) capacity *= 2;
    const held = this.read(this.#start, this.#end - this.#start) ?? new Uint8Array(0);
    this.#buffer = new Uint8Array(Math.min(capacity, this.#limit));
    const [start, end] = [this.#start, this.#end];
    this.#start = start;
    this.#end = start;
    if (held.length > 0) this.append(held);
    this.#start = start;
    this.#end = end;
  }
}
