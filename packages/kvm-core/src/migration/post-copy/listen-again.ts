import { setTimeout as delay } from "node:timers/promises";
import type { LiveQemu } from "../../instance/index.ts";
import { migratePause, migrateRecover } from "../../qmp/index.ts";

/** How long QEMU may take to see that its stream has ended, in milliseconds. */
const noticeWithinMs = 3000;

/**
 * Lets a process that was cut off from its source listen anew. Its own queue is not used: its main loop may wait for a page
 * that does not come.
 *
 * @throws GantryError when it was not cut off, as when all of the guest is there. Nothing is changed then.
 */
export async function listenAgain({ monitor, paths }: Pick<LiveQemu, "monitor" | "paths">): Promise<void> {
  const deadline = performance.now() + noticeWithinMs;
  for (;;) {
    try {
      return await migrateRecover(monitor, `unix:${paths.migration}`);
    } catch (error) {
      if (performance.now() > deadline || monitor.isClosed) throw error;
      // It has not noticed yet. Refused in every state but the one in which it is meant.
      await migratePause(monitor).catch(() => undefined);
      await delay(20);
    }
  }
}
