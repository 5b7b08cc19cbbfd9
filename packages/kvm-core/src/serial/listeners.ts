/** Those who want to hear of something, until they dispose what {@link add} gave them. */
export class Listeners<Event> {
  readonly #all = new Set<{ readonly hear: (event: Event) => void }>();
  readonly #added: () => void;

  constructor(added: () => void = () => undefined) {
    this.#added = added;
  }

  get size(): number {
    return this.#all.size;
  }

  add(hear: (event: Event) => void): Disposable {
    const entry = { hear };
    this.#all.add(entry);
    this.#added();
    return { [Symbol.dispose]: () => void this.#all.delete(entry) };
  }

  /** Tells everyone, even when one of them throws: that fault surfaces as an uncaught exception. */
  tell(event: Event): void {
    const present = [...this.#all];
    for (const { hear } of present) {
      try {
        hear(event);
      } catch (fault) {
        queueMicrotask(() => {
          throw fault;
        });
      }
    }
  }
}
