import { removeSuccession } from "../../state-dir/index.ts";
import type { Passage } from "../move.ts";

/** The guest runs in the new process: ends the old one and removes what was its alone. */
export async function retireOld(move: Passage): Promise<void> {
  const { instance, live, wasRunning } = move;
  const hasAgent = live.agent.isPresent;
  await live.end({ state: "stopped", reason: "Its guest went on in another QEMU process." });
  await live.forgotten;
  await removeSuccession(instance.services.layout, instance.uuid);
  move.endedAt = performance.now();
  // An agent that was not there before is not waited for.
  if (wasRunning) move.guestClock = hasAgent ? await instance.live?.clock : "no agent";
}
