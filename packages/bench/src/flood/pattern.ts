import { randomBytes } from "node:crypto";

const period = 256 * 1024;

/** Bytes of which each is known by its number, so that one lost or doubled shows, at the price of a comparison. */
export class Pattern {
  readonly #twice: Buffer;

  constructor() {
    const once = randomBytes(period);
    this.#twice = Buffer.concat([once, once]);
  }

  /** `length` bytes, at most {@link period}, from number `from` on. */
  at(from: number, length: number): Buffer {
    const place = from % period;
    return this.#twice.subarray(place, place + Math.min(length, period));
  }

  /** Whether `bytes` are those from number `from` on. */
  holds(from: number, bytes: Uint8Array): boolean {
    for (let done = 0; done < bytes.length; ) {
      const expected = this.at(from + done, bytes.length - done);
      if (expected.compare(bytes, done, done + expected.length) !== 0) return false;
      done += expected.length;
    }
    return true;
  }
}
