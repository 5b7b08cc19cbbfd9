import type { QmpEvent } from "./message.ts";
import { type Patience, watchPatience } from "./waiting.ts";

/** Called for each event, in QEMU's order. */
export type EventListener = (event: QmpEvent) => void;

/** Hands QEMU's events to whoever listens. */
export class EventStream {
  readonly #listeners = new Set<{ readonly hear: EventListener; readonly end: (reason: Error) => void }>();
  #closedBy: Error | undefined;

  /** Hears every event from now on, until disposed. */
  listen(hear: EventListener, end: (reason: Error) => void = () => undefined): Disposable {
    const entry = { hear, end };
    this.#listeners.add(entry);
    return { [Symbol.dispose]: () => void this.#listeners.delete(entry) };
  }

  /** The next event that matches. Rejects with `monitor_failed` (QEMU ended), `monitor_timeout` or `cancelled`. */
  async waitFor(match: (event: QmpEvent) => boolean, patience: Patience): Promise<QmpEvent> {
    if (this.#closedBy !== undefined) throw this.#closedBy;
    const { promise, resolve, reject } = Promise.withResolvers<QmpEvent>();
    using _patience = watchPatience("an event", patience, reject);
    using _listening = this.listen((event) => {
      if (match(event)) resolve(event);
    }, reject);
    return await promise;
  }

  /** Tells every listener, even when one of them throws: that fault surfaces as an uncaught exception. */
  emit(event: QmpEvent): void {
    const present = [...this.#listeners];
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

  /** Ends every wait with `reason`. */
  close(reason: Error): void {
    this.#closedBy ??= reason;
    const all = [...this.#listeners];
    this.#listeners.clear();
    for (const { end } of all) end(reason);
  }
}
