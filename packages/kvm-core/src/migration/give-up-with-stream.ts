import type { Duplex } from "node:stream";
import type { HostServices } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { IncomingGuest } from "./incoming-guest.ts";
import type { StreamEnd } from "./stream-tickets.ts";

/** One of the streams of a guest that waits here. */
interface Incoming {
  readonly guest: IncomingGuest;
  readonly end: StreamEnd;
  readonly stream: Duplex;
}

/**
 * Once the stream has ended, what cannot become whole any more is given up, also when its source never says so because it
 * is gone.
 *
 * @param giveUp removes what waits here, unless it was handed over meanwhile.
 */
export function giveUpWithStream(
  { lifetime, log }: HostServices,
  { guest, end, stream }: Incoming,
  giveUp: () => Promise<void>,
): void {
  const ended = async () => {
    if (lifetime.aborted || guest.arrived !== undefined) return;
    // The source closes the disks itself once all of the memory but the last of it is here.
    if (end !== "memory" && guest.hasMemoryStream) return;
    if (!(await guest.isWhole())) await giveUp();
  };
  stream.once("close", () => {
    ended().catch((error: unknown) => {
      const why = GantryError.from(error).message;
      log("warn", `What was to become ${guest.spec.name} could not be removed`, { error: why });
    });
  });
}
