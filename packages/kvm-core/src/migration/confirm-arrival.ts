import { changeOwnership, type Instance, type LiveQemu, unlessStoreIsAway } from "../instance/index.ts";
import { arrived } from "../model/ownership-rules.ts";
import { memoryThere } from "./post-copy/memory-there.ts";

/**
 * Writes into a record that still speaks of the migration that the guest has arrived here. It runs already, or stands as it
 * stood on the source: when the store does not answer, recovery writes it later. Not yet while post-copy is still under way:
 * until then the source holds what the guest lacks, and must be found by the record.
 *
 * @returns false when that is so, and it has to be looked at again.
 */
export async function confirmArrival(
  instance: Instance,
  { runtime, monitor }: Pick<LiveQemu, "runtime" | "monitor">,
): Promise<boolean> {
  const { services, uuid } = instance;
  let isWhole = true;
  await unlessStoreIsAway(instance, "the note that it has arrived", async () => {
    const held = await services.ownership.read(uuid);
    if (held?.record.migration == null || held.record.migration.phase === "arrived") return;
    isWhole = held.record.migration.handsOn === undefined || !(await memoryThere(monitor)).missing;
    if (!isWhole) return;
    await changeOwnership(services, runtime, (record) => arrived(record, services.ownership));
  });
  return isWhole;
}
