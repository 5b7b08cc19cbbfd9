import { setTimeout as delay } from "node:timers/promises";
import { forgetProcess } from "./forget-process.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu, ProcessEnd } from "./live-qemu.ts";

/** Between two attempts, in milliseconds. */
const againMs = 2000;

/**
 * Removes what a process left, after that could not be done at once, as on a disk that was full: again and again until it is
 * done, somebody else has done it, or this host is let go.
 *
 * @returns whether it was done here.
 */
export async function forgetLater(instance: Instance, live: LiveQemu, end: ProcessEnd): Promise<boolean> {
  const { lifetime } = instance.services;
  for (;;) {
    const isOver = await delay(againMs, false, { signal: lifetime }).catch(() => true);
    if (isOver || instance.lock.isClosed || instance.live !== live) return false;
    // Whoever works on it now may be starting it, or removing the same.
    if (instance.lock.holder !== undefined) continue;
    try {
      using _lock = instance.lock.take(instance.name, "removal of what its QEMU left");
      await forgetProcess(instance, live, end);
      return true;
    } catch {
      // It is still as it was; why was told the first time.
    }
  }
}
