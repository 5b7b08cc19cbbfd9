import { GantryError } from "../model/error.ts";
import type { InstanceEvent } from "../model/instance.ts";

/** A watcher that does not read is let go after this many events; it starts again with a fresh list. */
const maxWaiting = 10_000;

/** Hands every change of an instance to everyone who watches. A slow watcher delays nobody. */
export class InstanceHub {
  readonly #watchers = new Set<(event: InstanceEvent) => void>();

  /** How many hear of changes now. */
  get size(): number {
    return this.#watchers.size;
  }

  publish(event: InstanceEvent): void {
    for (const tell of [...this.#watchers]) tell(event);
  }

  /** Calls `listener` synchronously for each change until disposed. */
  onEvent(listener: (event: InstanceEvent) => void): Disposable {
    this.#watchers.add(listener);
    return { [Symbol.dispose]: () => this.#watchers.delete(listener) };
  }

  /**
   * Every change from the moment of the call on, until `signal` aborts. Nothing is kept for a watcher that has ended,
   * was let go as too slow, or never began to read before the abort.
   */
  watch(signal: AbortSignal): AsyncIterableIterator<InstanceEvent> {
    const waiting: InstanceEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const subscription = new DisposableStack();
    const abort = () => end();
    const end = () => {
      subscription.dispose();
      wake.resolve();
    };
    subscription.use(
      this.onEvent((event) => {
        waiting.push(event);
        wake.resolve();
        if (waiting.length === maxWaiting) end();
      }),
    );
    signal.addEventListener("abort", abort);
    subscription.defer(() => signal.removeEventListener("abort", abort));
    if (signal.aborted) end();
    const finish = (): IteratorResult<InstanceEvent> => {
      end();
      return { done: true, value: undefined };
    };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        for (;;) {
          if (signal.aborted) return finish();
          if (waiting.length === maxWaiting) throw tooSlow();
          const event = waiting.shift();
          if (event !== undefined) return { done: false, value: event };
          if (subscription.disposed) return finish();
          await wake.promise;
          wake = Promise.withResolvers<void>();
        }
      },
      return: () => Promise.resolve(finish()),
    };
  }
}

function tooSlow(): GantryError {
  return new GantryError("too_large", {
    message: `A watcher let ${maxWaiting} changes wait and was let go.`,
    hint: "Watch again; it begins with the present list.",
  });
}
