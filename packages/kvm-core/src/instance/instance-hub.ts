import { GantryError } from "../model/error.ts";
import type { InstanceEvent } from "../model/instance.ts";

/** A watcher that does not read is let go after this many events; it starts again with a fresh list. */
const maxWaiting = 10_000;

/** Hands every change of an instance to everyone who watches. A slow watcher delays nobody. */
export class InstanceHub {
  readonly #watchers = new Set<(event: InstanceEvent) => void>();

  publish(event: InstanceEvent): void {
    for (const tell of [...this.#watchers]) tell(event);
  }

  /** Calls `listener` synchronously for each change until disposed. */
  onEvent(listener: (event: InstanceEvent) => void): Disposable {
    this.#watchers.add(listener);
    return { [Symbol.dispose]: () => this.#watchers.delete(listener) };
  }

  /** Every change from the moment of the call on, until `signal` aborts. */
  watch(signal: AbortSignal): AsyncIterable<InstanceEvent> {
    const waiting: InstanceEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const subscription = this.onEvent((event) => {
      if (waiting.length < maxWaiting) waiting.push(event);
      wake.resolve();
    });
    signal.addEventListener("abort", () => wake.resolve(), { once: true });
    return (async function* () {
      using _ = subscription;
      while (!signal.aborted) {
        if (waiting.length === maxWaiting) throw tooSlow();
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else {
          await wake.promise;
          wake = Promise.withResolvers<void>();
        }
      }
    })();
  }
}

function tooSlow(): GantryError {
  return new GantryError("too_large", {
    message: `A watcher let ${maxWaiting} changes wait and was let go.`,
    hint: "Watch again; it begins with the present list.",
  });
}
