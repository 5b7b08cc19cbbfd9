/** Longest delay of a Node timer, in milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

/** Who may still be here. What a caller has open listens to its signal and closes when the right ends. */
export class Validity implements Disposable {
  readonly #ends = new Map<string, { controller: AbortController; timer?: NodeJS.Timeout }>();

  /** The signal of a right, by the hash of its secret. `expiresAt` in milliseconds since 1970. */
  signalOf(hash: string, expiresAt?: number): AbortSignal {
    const known = this.#ends.get(hash);
    if (known !== undefined) return known.controller.signal;
    const controller = new AbortController();
    this.#ends.set(hash, { controller });
    if (expiresAt !== undefined) this.#endAt(hash, expiresAt);
    return controller.signal;
  }

  /** Ends a right at once. */
  end(hash: string): void {
    const entry = this.#ends.get(hash);
    if (entry === undefined) return;
    this.#ends.delete(hash);
    clearTimeout(entry.timer);
    entry.controller.abort();
  }

  #endAt(hash: string, expiresAt: number): void {
    const entry = this.#ends.get(hash);
    const left = expiresAt - Date.now();
    if (entry === undefined) return;
    if (left <= 0) this.end(hash);
    else entry.timer = setTimeout(() => this.#endAt(hash, expiresAt), Math.min(left, longestTimerMs)).unref();
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#ends.values()) clearTimeout(timer);
    this.#ends.clear();
  }
}
