import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/error.ts";
import type { Instance } from "./instance.ts";
import { startInstance } from "./start-instance.ts";

/** First pause before a restart, in milliseconds; doubled for each crash that follows soon. */
const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** A guest that ran this long before it crashed again starts with the first pause. */
const forgivenAfterMs = 600_000;

/**
 * Starts crashed instances again whose spec says `onCrash: "restart"`, later and later while they keep crashing.
 *
 * @param lifetime ends every wait; the next agent sees the crash and decides anew.
 */
export function crashPolicy(lifetime: AbortSignal): (instance: Instance) => void {
  const crashes = new Map<string, { count: number; at: number }>();
  return (instance) => {
    if (instance.stored.spec.onCrash !== "restart") return;
    const before = crashes.get(instance.uuid);
    const now = performance.now();
    const count = before === undefined || now - before.at > forgivenAfterMs ? 0 : before.count + 1;
    crashes.set(instance.uuid, { count, at: now });
    void restartLater(instance, Math.min(firstPauseMs * 2 ** count, longestPauseMs), lifetime);
  };
}

async function restartLater(instance: Instance, pauseMs: number, lifetime: AbortSignal): Promise<void> {
  const { services, name } = instance;
  try {
    await delay(pauseMs, undefined, { signal: lifetime, ref: false });
  } catch {
    return;
  }
  // Somebody was faster: started, stopped for good, deleted, or is busy with it.
  if (instance.observedState !== "crashed" || instance.lock.holder !== undefined) return;
  services.log("info", `${name} crashed and is started again`, { pauseMs });
  await startInstance(instance).catch((error: unknown) => {
    services.log("error", `${name} could not be started after its crash`, {
      error: GantryError.from(error).message,
    });
  });
}
