import type { GuestClock } from "../model/migration.ts";
import type { Move } from "./move.ts";

/** Longer than the target waits for the guest's agent, to appear and then to answer; in milliseconds. */
const clockMs = 11_000;

/**
 * What became of the guest's clock on the target, for the result; undefined when it arrived paused, or the target does
 * not say. An agent that was not there before is not waited for.
 */
export async function hearOfClock({
  id,
  live,
  peer,
  wasRunning,
}: Pick<Move, "id" | "live" | "peer" | "wasRunning">): Promise<GuestClock | undefined> {
  if (!wasRunning) return undefined;
  if (!live.agent.isPresent) return "no agent";
  const reply = await peer.arrival(id, AbortSignal.timeout(clockMs)).catch(() => undefined);
  return reply?.clock;
}
