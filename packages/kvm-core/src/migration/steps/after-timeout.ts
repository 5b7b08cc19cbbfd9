import { migrateSetParameters, stop } from "../../qmp/index.ts";
import { gaveUp } from "../give-up.ts";
import type { Passage } from "../move.ts";
import { throttleNow } from "../throttle.ts";

/**
 * Does what was chosen for a guest that does not move in time. Nothing of it is ever done unless it was chosen.
 *
 * @throws GantryError `migration_failed` when that is to give it up, or when even what was chosen did not help.
 */
export async function afterTimeout(move: Passage): Promise<void> {
  const { options, live } = move;
  const { onTimeout, timeoutSeconds, longerPauseMs } = options;
  if (onTimeout === "cancel" || move.afterTimeout !== undefined) throw tooLate(move);
  move.afterTimeout = onTimeout;
  const say = (note: string) =>
    move.context.step("transfer", "running", `after ${timeoutSeconds} s: ${note}`);
  switch (onTimeout) {
    case "longer-pause":
      // The next look asks QEMU for it.
      say(`the guest may stand still for ${longerPauseMs} ms`);
      return;
    case "throttle":
      say("the guest's processors are slowed down");
      await migrateSetParameters(live.monitor, throttleNow());
      return;
    case "post-copy":
      if (!move.wasRunning || !options.live) throw tooLate(move);
      // The next look asks QEMU for it, once it has gone through all of the memory.
      say("the guest is let run there, and the rest of its memory is sent after it");
      return;
    case "stop":
      say("the guest is held until all of it is there");
      await stop(live.monitor);
      return;
  }
}

function tooLate(move: Passage): Error {
  const last = move.samples.at(-1);
  const { timeoutSeconds } = move.options;
  const tried = move.afterTimeout === undefined ? "" : `, nor after that with "${move.afterTimeout}"`;
  const rates =
    last === undefined || last.pass < 2
      ? ""
      : ` (its guest writes ${mebibytes(last.dirtyBytesPerSecond)}/s, the link carries ${mebibytes(last.bytesPerSecond)}/s)`;
  return gaveUp(
    move,
    `it did not finish within ${timeoutSeconds} s${tried}${rates}`,
    "Nothing is lost. Allow a longer pause, slow the guest down, choose a quieter time, or move it without live copying.",
  );
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
