/** A set of listeners. One that throws is a bug in it and must not keep the others from hearing. */
export class Subscribers<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  add(listener: (event: Event) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  tell(event: Event): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
