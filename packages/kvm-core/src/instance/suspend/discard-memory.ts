import { removeSavedMemory, writeInstance } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";

/** Makes a suspended instance a stopped one: its memory is gone, and its next start boots from the disks. */
export async function discardMemory(instance: Instance): Promise<void> {
  const { services, uuid, stored } = instance;
  await removeSavedMemory(services.layout, uuid);
  const reason = "Its saved memory was discarded.";
  instance.stored = { ...stored, lastExit: { state: "stopped", reason, at: new Date().toISOString() } };
  await writeInstance(services.layout, instance.stored);
  instance.observe("stopped", reason);
}
