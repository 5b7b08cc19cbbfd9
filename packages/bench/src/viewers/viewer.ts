/** Somebody at a console: takes every byte as soon as it comes and may type. */
export interface Viewer extends Disposable {
  /** Bytes so far. */
  readonly received: number;
  /** Lots in which they came: frames, or reads of a socket. */
  readonly lots: number;
  /** Calls `listener` with each lot until disposed. */
  onBytes(listener: (bytes: Uint8Array) => void): Disposable;
  type(bytes: Uint8Array): void;
}

/** Counts what comes and hands it on. */
export class Arrivals {
  received = 0;
  lots = 0;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();

  take(bytes: Uint8Array): void {
    this.received += bytes.length;
    this.lots += 1;
    for (const listener of this.#listeners) listener(bytes);
  }

  onBytes(listener: (bytes: Uint8Array) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}
