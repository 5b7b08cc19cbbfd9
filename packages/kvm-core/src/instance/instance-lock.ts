import { GantryError } from "../model/error.ts";

/** One operation at a time per instance. The refusal names the holder. */
export class InstanceLock {
  #holder: string | undefined;

  /** What is being done now, such as "start". */
  get holder(): string | undefined {
    return this.#holder;
  }

  /**
   * Takes the lock until the returned disposable is disposed.
   *
   * @throws GantryError `busy`.
   */
  take(name: string, doing: string): Disposable {
    if (this.#holder !== undefined) {
      throw new GantryError("busy", {
        message: `${name} is busy: ${this.#holder} is going on.`,
        hint: "Wait until it has ended, or cancel it, and try again.",
        details: { holder: this.#holder },
      });
    }
    this.#holder = doing;
    return {
      [Symbol.dispose]: () => {
        this.#holder = undefined;
      },
    };
  }
}
