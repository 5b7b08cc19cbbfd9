import { watch } from "node:fs";

/**
 * Rings whenever the file at `path` was written to, until disposed. Undefined when the kernel has no watch left for us;
 * and where inotify is not to be had or lies (some network and overlay file systems) it may never ring.
 */
export function watchGrowth(path: string, ring: () => void): Disposable | undefined {
  try {
    const watcher = watch(path, ring);
    watcher.on("error", ring);
    return { [Symbol.dispose]: () => watcher.close() };
  } catch {
    return undefined;
  }
}
