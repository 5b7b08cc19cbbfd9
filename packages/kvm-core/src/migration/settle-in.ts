import { correctGuestClock, type LiveQemu } from "../instance/index.ts";
import { announceSelf } from "../qmp/index.ts";

/**
 * Ten times within four seconds, at first quickly: a switch that has just seen the port come up may miss the first ones.
 * QEMU by itself does it five times in 0.8 s, counted from when it had all of the guest, which a commit that takes its
 * time uses up. While its guest is paused it sends nothing (7.2): the network never looks for a guest that is not let run.
 */
const announcing = { rounds: 10, initialMs: 50, stepMs: 100, maxMs: 1000 } as const;

/**
 * What follows once a guest was let run on this host: the network is told where it is now, and its clock, which stood
 * still while it did, is set. Nobody waits for either, and neither can undo a move: it never throws.
 */
export function settleIn(live: LiveQemu): void {
  // A QEMU that does not answer has other troubles, and they are noticed.
  announceSelf(live.monitor, announcing).catch(() => undefined);
  live.clock = correctGuestClock(live);
}
