import type { DownControl } from "@gantry/kvm-core/model";

/** At most this often a viewer is told who sits where, however wildly the others change it. */
const everyMs = 50;
/** While more waits for the viewer's socket nothing is added: what is told then is the latest. */
const maxBufferedBytes = 64 * 1024;

/** What of the news a viewer has yet to be told. Of each kind only the latest counts, so that little ever waits. */
export class Notices {
  readonly #waiting = new Map<DownControl["type"], DownControl>();
  readonly #wake: () => void;
  #toldAt = Number.NEGATIVE_INFINITY;
  #isAwaited = false;

  /** @param wake rung when there may be something to {@link take}. */
  constructor(wake: () => void) {
    this.#wake = wake;
  }

  put(control: DownControl): void {
    this.#waiting.set(control.type, control);
    this.#wake();
  }

  /** What is to be told now. What is not yet due rings the bell when it is. */
  take(now: number, bufferedBytes: number): DownControl[] {
    if (this.#waiting.size === 0 || bufferedBytes >= maxBufferedBytes) return [];
    const early = this.#toldAt + everyMs - now;
    if (early > 0) {
      if (!this.#isAwaited) setTimeout(() => this.#due(), early);
      this.#isAwaited = true;
      return [];
    }
    this.#toldAt = now;
    const due = [...this.#waiting.values()];
    this.#waiting.clear();
    return due;
  }

  #due(): void {
    this.#isAwaited = false;
    this.#wake();
  }
}
