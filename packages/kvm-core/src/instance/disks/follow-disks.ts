import { diskOfDevice } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { finishUnplug } from "./finish-unplug.ts";

/** Finishes an unplug that nobody waits for any more, whenever the guest lets go after all. Ends with the monitor. */
export function followDisks(instance: Instance, live: LiveQemu): void {
  live.monitor.onEvent(({ event, data }) => {
    const { device } = data;
    if (event !== "DEVICE_DELETED" || typeof device !== "string") return;
    const name = diskOfDevice(device);
    const isAwaited = live.runtime.unsettledDisks.some(
      (entry) => entry.name === name && entry.doing === "unplug",
    );
    // Whoever holds the lock is the one who waits, or leaves it to the next verb on a disk, or to the next agent.
    if (name === undefined || !isAwaited || instance.lock.holder !== undefined) return;
    void finishLate(instance, live, name);
  });
}

async function finishLate(instance: Instance, live: LiveQemu, name: string): Promise<void> {
  try {
    using _lock = instance.lock.take(instance.name, "unplug a disk");
    await finishUnplug(instance, live, name);
    instance.services.log("info", `${instance.name}: the guest has let go of disk ${name}`);
  } catch (error) {
    instance.services.log("warn", `${instance.name}: what disk ${name} left could not be removed`, {
      error: GantryError.from(error).message,
    });
  }
}
