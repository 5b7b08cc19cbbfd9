/** So often a busy host's changes are drawn; a person sees no difference, and a thousand rows are not sorted for each. */
const bunchMs = 50;

/** Hands on what comes, at once when nothing came for a while, otherwise in bunches. Disposing it drops what waits. */
export class InBunches<Item> implements Disposable {
  readonly #handle: (items: readonly Item[]) => void;
  #waiting: Item[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(handle: (items: readonly Item[]) => void) {
    this.#handle = handle;
  }

  add(item: Item): void {
    this.#waiting.push(item);
    if (this.#timer === undefined) this.#handOn();
  }

  /** Hands on what waits now, before something that has to come after it. */
  flush(): void {
    const items = this.#waiting;
    this.#waiting = [];
    if (items.length > 0) this.#handle(items);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #handOn(): void {
    this.flush();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.length > 0) this.#handOn();
    }, bunchMs);
  }
}
