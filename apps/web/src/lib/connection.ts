/** What is known of the line to the agent. `lost` carries since when, in milliseconds of the epoch. */
export type ConnectionState =
  | { readonly status: "connecting" }
  | { readonly status: "live" }
  | { readonly status: "lost"; readonly since: number };

const graceMs = 1_000;

/**
 * The line to the agent as a small external store: the WebSocket writes it, components read it. A line that comes back
 * within a second was never lost, so that a restarted proxy does not make every instance flicker.
 */
export class Connection {
  #state: ConnectionState = { status: "connecting" };
  #grace: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  /** Snapshot for `useSyncExternalStore`: the same object until something changes. */
  readonly snapshot = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The agent answered. */
  opened(): void {
    this.#set({ status: "live" });
  }

  /** The line broke, or could not be made. The first moment of the loss is kept. */
  closed(): void {
    if (this.#state.status === "lost" || this.#grace !== undefined) return;
    const since = Date.now();
    this.#grace = setTimeout(() => this.#set({ status: "lost", since }), graceMs);
  }

  /** Nobody asks any more: neither live nor lost. */
  idle(): void {
    this.#set({ status: "connecting" });
  }

  #set(state: ConnectionState): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    if (state.status === this.#state.status) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
