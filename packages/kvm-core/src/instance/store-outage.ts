import { setTimeout as delay } from "node:timers/promises";
import { isStoreFault } from "../model/ownership.ts";
import type { Instance } from "./instance.ts";
import type { HostServices } from "./services.ts";

/** Pause before a store that did not answer is asked again, in milliseconds. */
const againMs = 1000;
/** So long the start of an agent waits for one answer, in milliseconds. */
const patienceMs = 1500;

/** For questions at the agent's start: it shows its guests soon, also when the store is away. */
export function patience(): AbortSignal {
  return AbortSignal.timeout(patienceMs);
}

/** Resolves once the store answers, or the host is let go. */
export async function untilStoreAnswers({ services, uuid }: Instance): Promise<void> {
  const { lifetime } = services;
  while (!lifetime.aborted && !(await storeAnswers(services, uuid)))
    await delay(againMs, undefined, { signal: lifetime, ref: false }).catch(() => undefined);
}

/** Whether the store can be asked about an instance at the moment. Any other fault is told to whoever asks in earnest. */
export async function storeAnswers(
  { ownership, lifetime }: Pick<HostServices, "ownership" | "lifetime">,
  uuid: string,
): Promise<boolean> {
  try {
    await ownership.read(uuid, lifetime);
    return true;
  } catch (error) {
    return !isStoreFault(error);
  }
}

/**
 * For what is written down about a guest but gives nobody a right: when the store does not answer, it is logged and left.
 * What `act` does not write now, the next start or the next agent puts right.
 */
export async function unlessStoreIsAway(
  instance: Instance,
  what: string,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isStoreFault(error)) throw error;
    instance.services.log("warn", `${instance.name}: ${what} was left undone`, { error: error.message });
  }
}
