/** Events a reader may leave waiting before it is started again from the present. */
const maxWaiting = 1000;

/** Where a feed gets its events from. */
export interface FeedSource<Event> {
  /** The present as one event. */
  readonly snapshot: () => Event;
  readonly subscribe: (listener: (event: Event) => void) => Disposable;
  readonly signal: AbortSignal;
}

/**
 * The present first, then each event, until the signal aborts. A reader that falls behind costs a bounded queue: beyond
 * it the queue is dropped and the reader gets the present again.
 */
export async function* feed<Event>({
  snapshot,
  subscribe,
  signal,
}: FeedSource<Event>): AsyncGenerator<Event, void> {
  const waiting: Event[] = [];
  let fellBehind = true;
  let wake = Promise.withResolvers<void>();
  using _ = subscribe((event) => {
    if (waiting.length < maxWaiting) waiting.push(event);
    else fellBehind = true;
    wake.resolve();
  });
  const stop = () => wake.resolve();
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (!signal.aborted) {
      if (fellBehind) {
        fellBehind = false;
        waiting.length = 0;
        yield snapshot();
        continue;
      }
      const event = waiting.shift();
      if (event !== undefined) {
        yield event;
        continue;
      }
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
