import { setTimeout as delay } from "node:timers/promises";
import { cancelledByUser, gaveUp } from "./give-up.ts";
import type { Passage } from "./move.ts";

/** How often QEMU is asked for figures, in milliseconds. Its events tell states but no figures. */
const sampleEveryMs = 100;

/** Waits for QEMU's next event of these names, or for the time of the next sample, whichever comes first. */
export async function nextLook(move: Passage, events: readonly string[]): Promise<void> {
  const enough = new AbortController();
  const event = move.live.monitor.waitForEvent(({ event: name }) => events.includes(name), {
    signal: enough.signal,
  });
  const time = delay(sampleEveryMs, undefined, {
    signal: AbortSignal.any([enough.signal, move.context.signal, move.diskLost.signal]),
  });
  try {
    await Promise.race([event, time]);
  } catch {
    if (move.context.signal.aborted) throw cancelledByUser(move);
    if (move.diskLost.signal.aborted)
      throw gaveUp(move, `the connection to ${move.peer.host} that carries its disks was lost`);
    throw gaveUp(move, "QEMU on the source ended");
  } finally {
    enough.abort();
    await Promise.allSettled([event, time]);
  }
}
