import { randomBytes } from "node:crypto";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../../model/error.ts";
import type { ProcessPaths } from "../../state-dir/index.ts";
import { askToListen } from "./recovery-monitor.ts";

/** How long QEMU may take to see that its stream has ended, in milliseconds. */
const noticeWithinMs = 5000;
/** After so long it is asked once more, in milliseconds: it had not noticed yet. Longer each time, as on a busy machine. */
const askAgainMs = 100;
const lookEveryMs = 5;

/**
 * Lets a process that was cut off from its source listen anew. Neither its queue nor an agent that knows it is needed: its
 * main loop may wait for a page that does not come.
 *
 * Each time it is asked for a socket of another name. QEMU does what it is told in its order, so that the newest one tells
 * that nothing is left to be done: asked once more while the source speaks already it would hang up on it.
 *
 * @returns the path of the socket.
 * @throws GantryError `wrong_state` when it was not cut off, as when all of the guest is there, and `qemu_failed`. Nothing is
 *   changed then.
 */
export async function listenAgain({
  recoveryMonitor,
  dir,
}: Pick<ProcessPaths, "recoveryMonitor" | "dir">): Promise<string> {
  const deadline = performance.now() + noticeWithinMs;
  for (let waitMs = askAgainMs; performance.now() < deadline; waitMs *= 2) {
    const path = join(dir, `half-${randomBytes(2).toString("hex")}.sock`);
    await askToListen(recoveryMonitor, `unix:${path}`);
    if (await appears(path, waitMs)) return path;
  }
  throw new GantryError("wrong_state", {
    message: "Its QEMU does not say that it was cut off from a part of its guest's memory.",
    hint: "Look at the instance on both hosts.",
  });
}

async function appears(path: string, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSocket()) return true;
    await delay(lookEveryMs);
  }
  return false;
}
