import type { Moment } from "../watch/moments.ts";
import { killedQemus, type Plan, type Strike } from "./plan.ts";

/** Which moments had come when the harm was done, and by the end. */
export interface Came {
  readonly before: ReadonlySet<Moment>;
  readonly inAll: ReadonlySet<Moment>;
}

/**
 * Whether a guest that moves by post-copy may be lost. As any guest with the only process that has it; and its memory, when
 * a QEMU dies after the commit and before all of it has arrived, or when the link or an agent fails after the source's
 * QEMU began to send the devices and before the target's run gate has opened.
 */
export function mayLoseByPostCopy({ strike }: Pick<Plan, "strike">, came: Came): boolean {
  const killed = killedQemus(strike);
  // Once everything was sent, and unless the target may run it, the source has all of it again.
  const isHalved = came.inAll.has("postcopy-active") && !came.inAll.has("completed");
  const mayRunThere = came.inAll.has("will run");
  if (killed.length === 2) return true;
  // Before the commit it has all of the guest, alone; from then on until everything was sent a part.
  if (killed.includes("source") && !came.before.has("completed")) return true;
  if (killed.includes("target") && (isHalved || mayRunThere)) return true;
  return canBreakStream(strike) && isHalved && !mayRunThere;
}

/** Whether the link or an agent fails by it: the stream goes through both. */
function canBreakStream(strike: Strike): boolean {
  if ("victims" in strike) return strike.victims.some((victim) => victim.endsWith("agent"));
  if ("which" in strike) return strike.which !== "others";
  if ("hosts" in strike) return true;
  return strike.deed === "cut" || strike.deed === "drop" || strike.deed === "drop one way";
}
