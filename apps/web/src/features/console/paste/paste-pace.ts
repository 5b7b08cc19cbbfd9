/** Lines typed without a sign of the guest before the next one waits. */
const ahead = 3;
/** A guest that has not written for so long while lines wait for its echo does not take them. */
const stallMs = 1000;

/** The moment the next line could be typed. `heard`: bytes the guest has written so far; `now` in milliseconds. */
export interface PasteMoment {
  readonly now: number;
  readonly heard: number;
}

/**
 * Paces pasted lines. A serial line has no brakes: a guest that does not keep up loses characters in the middle. A guest
 * that takes lines writes something, its echo at least; one that writes nothing is not typed into any further.
 */
export class PastePace {
  #heard: number;
  #heardAt: number;
  #unanswered = 0;
  #trusting = false;

  constructor({ now, heard }: PasteMoment) {
    this.#heard = heard;
    this.#heardAt = now;
  }

  /** What to do now. After `type` a line has to be typed. */
  next({ now, heard }: PasteMoment): "type" | "wait" | "stalled" {
    if (heard !== this.#heard || this.#unanswered === 0) {
      this.#unanswered = 0;
      this.#heard = heard;
      this.#heardAt = now;
    }
    if (this.#trusting || this.#unanswered < ahead) {
      this.#unanswered += 1;
      return "type";
    }
    return now - this.#heardAt < stallMs ? "wait" : "stalled";
  }

  /** The person says to go on whether the guest answers or not. */
  goOn(): void {
    this.#trusting = true;
  }
}
