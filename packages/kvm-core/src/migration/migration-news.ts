import type { QmpConnection } from "../qmp/index.ts";

/**
 * What QEMU tells of its migration from now on. Its events come before any answer, and cost a guest that stands still no
 * question; what has come is not missed by whoever looks later.
 */
export class MigrationNews implements Disposable {
  readonly #subscription: Disposable;
  #newest: string | undefined;
  #next = Promise.withResolvers<void>();

  constructor(monitor: Pick<QmpConnection, "onEvent">) {
    this.#subscription = monitor.onEvent(({ event, data }) => {
      if (event !== "MIGRATION" || typeof data["status"] !== "string") return;
      this.#newest = data["status"];
      this.#next.resolve();
      this.#next = Promise.withResolvers<void>();
    });
  }

  /** QEMU's word for how the migration stands; undefined until it tells one. */
  get newest(): string | undefined {
    return this.#newest;
  }

  /** Waits for the next word, at most so many milliseconds. @returns whether one came */
  async next(withinMs: number): Promise<boolean> {
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), withinMs);
    const isTold = await Promise.race([this.#next.promise.then(() => true), late]);
    clearTimeout(timer);
    return isTold;
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}
