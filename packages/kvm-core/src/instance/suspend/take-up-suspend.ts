import { queryStatus } from "../../qmp/index.ts";
import { readSavedMemory } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { silentContext } from "../operation-context.ts";
import { finishRestore } from "./restore-memory.ts";
import { settleSavedMemory } from "./settle-saved-memory.ts";
import { endSaved, goOn, suspendedReason } from "./suspend-instance.ts";

/**
 * A former agent died while it suspended or restored this instance, whose process lives: brings the guest to the one
 * place that the record names.
 *
 * @returns whether there was anything to do; the instance's state is settled then.
 */
export async function takeUpSuspend(instance: Instance, live: LiveQemu): Promise<boolean> {
  const record = await readSavedMemory(instance.services.layout, instance.uuid);
  switch (record?.phase) {
    case undefined:
      return false;
    case "saving":
      await goOn(instance, live, record.wasRunning);
      await tellThatItGoesOn(instance, live);
      return true;
    case "saved":
      // The process that was saved, or one that was to read the file and has not: neither may run, the file is the guest.
      await endSaved(live);
      return true;
    case "restoring":
      await finishRestore(instance, { live, saved: record.saved, context: silentContext() });
      return true;
  }
}

async function tellThatItGoesOn(instance: Instance, live: LiveQemu): Promise<void> {
  const { running } = await queryStatus(live.monitor);
  instance.observe(
    running ? "running" : "paused",
    "The agent ended while it suspended the guest, which was not done and goes on as it was.",
    live.runtime.startedAt,
  );
}

/** No process lives: shows the guest that lies in a file, also when its end could not be written down any more. */
export async function showSuspended(instance: Instance): Promise<void> {
  const saved = await settleSavedMemory(instance.services.layout, instance.uuid);
  if (saved !== undefined && instance.state !== "suspended")
    instance.observe("suspended", suspendedReason, saved.savedAt);
}
