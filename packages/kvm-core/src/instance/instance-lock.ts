import { GantryError } from "../model/error.ts";

/** One operation at a time per instance. The refusal names the holder and since when. */
export class InstanceLock {
  #held: { readonly doing: string; readonly since: string } | undefined;
  #gone: string | undefined;

  /** What is being done now, such as "start", or why nothing is done any more. */
  get holder(): string | undefined {
    return this.#gone ?? this.#held?.doing;
  }

  /** Whether nothing will be done here any more: see {@link close}. */
  get isClosed(): boolean {
    return this.#gone !== undefined;
  }

  /** Refuses everything from now on: the instance has left this host, and `why` ("deleted") says how. */
  close(why: string): void {
    this.#gone = why;
  }

  /**
   * Takes the lock until the returned disposable is disposed.
   *
   * @throws GantryError `busy`, or `not_found` after {@link close}.
   */
  take(name: string, doing: string): Disposable {
    if (this.#gone !== undefined) {
      throw new GantryError("not_found", {
        message: `${name} is not here any more: it was ${this.#gone}.`,
        hint: "Look at the list of instances.",
        details: { name },
      });
    }
    if (this.#held !== undefined) {
      const { doing: holder, since } = this.#held;
      throw new GantryError("busy", {
        message: `${name} is busy: ${holder} is going on since ${since}.`,
        hint: "Wait until it has ended, or cancel it, and try again.",
        details: { holder, since },
      });
    }
    this.#held = { doing, since: new Date().toISOString() };
    return {
      [Symbol.dispose]: () => {
        this.#held = undefined;
      },
    };
  }
}
