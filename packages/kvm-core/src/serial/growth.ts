import { watch } from "node:fs";

/** Where inotify is not to be had or lies (some network and overlay file systems), growth is still seen this soon. */
const backstopMs = 1000;
const withoutInotifyMs = 20;

/**
 * Resolves when the file at `path` has grown, `signal` aborts, or after a second. `hasGrown` is asked once the watch is
 * set, so that growth in between is not missed.
 */
export async function waitForGrowth(
  path: string,
  hasGrown: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ring = () => resolve();
  using stack = new DisposableStack();
  const watching = tryToWatch(path, ring);
  if (watching !== undefined) stack.use(watching);
  signal.addEventListener("abort", ring, { once: true });
  stack.defer(() => signal.removeEventListener("abort", ring));
  const timer = setTimeout(ring, watching === undefined ? withoutInotifyMs : backstopMs);
  stack.defer(() => clearTimeout(timer));
  if (signal.aborted || (await hasGrown())) return;
  await promise;
}

/** Undefined when the kernel has no watch left for us. */
function tryToWatch(path: string, ring: () => void): Disposable | undefined {
  try {
    const watcher = watch(path, ring);
    watcher.on("error", ring);
    return { [Symbol.dispose]: () => watcher.close() };
  } catch {
    return undefined;
  }
}
