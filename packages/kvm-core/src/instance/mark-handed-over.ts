import { isStoreFault } from "../model/ownership.ts";
import type { Instance } from "./instance.ts";
import { patience } from "./store-outage.ts";

/**
 * Shows an instance whose record was given away as unknown: the guest is not ours any more, though its copy is still here.
 * When the store cannot tell it is left as it looks: the run gate is closed to it all the same.
 */
export async function markHandedOver(instance: Instance): Promise<void> {
  const { ownership, host } = instance.services;
  try {
    const held = await ownership.read(instance.uuid, patience());
    if (held === undefined || held.record.owner === host) return;
    instance.observe(
      "unknown",
      `It was handed over to ${held.record.owner}, which has not confirmed it yet.`,
    );
  } catch (error) {
    if (!isStoreFault(error)) throw error;
  }
}
