import { cancelled, noAnswer } from "./failure.ts";

/** How long a caller waits, and how it lets go earlier. */
export interface Patience {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls `giveUp` once with `monitor_timeout` or `cancelled` when the patience ends. Dispose it when the wait is over.
 * With a signal that has already aborted, `giveUp` is called before this returns.
 */
export function watchPatience(
  what: string,
  { timeoutMs, signal }: Patience,
  giveUp: (reason: Error) => void,
): Disposable {
  const aborted = () => {
    if (signal !== undefined) giveUp(cancelled(what, signal));
  };
  if (signal?.aborted) {
    aborted();
    return { [Symbol.dispose]: () => undefined };
  }
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => giveUp(noAnswer(what, timeoutMs, { what })), timeoutMs);
  signal?.addEventListener("abort", aborted, { once: true });
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", aborted);
    },
  };
}
