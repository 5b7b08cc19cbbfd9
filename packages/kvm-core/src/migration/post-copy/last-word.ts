import type { Sending } from "./hand-on-rules.ts";

/** So long it is waited for another word, in milliseconds. */
const settledMs = 5000;

/** Since when the source's QEMU has said the same. */
export class LastWord {
  #word: Sending | undefined;
  #since = 0;

  /** @returns whether it has said this for so long that it will not say anything else by itself. */
  note(word: Sending): boolean {
    const now = performance.now();
    if (word !== this.#word) this.#since = now;
    this.#word = word;
    return now - this.#since > settledMs;
  }
}
