import { nicNumberOfDevice } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { finishUnplug } from "./finish-unplug.ts";

/** Finishes an unplug that nobody waits for any more, whenever the guest lets go after all. Ends with the monitor. */
export function followNics(instance: Instance, live: LiveQemu): void {
  live.monitor.onEvent(({ event, data }) => {
    const { device } = data;
    if (event !== "DEVICE_DELETED" || typeof device !== "string") return;
    const number = nicNumberOfDevice(device);
    const isAwaited = live.runtime.unsettledNics.some(
      (entry) => entry.number === number && entry.doing === "unplug",
    );
    // Whoever holds the lock is the one who waits, or leaves it to the next agent.
    if (number === undefined || !isAwaited || instance.lock.holder !== undefined) return;
    void finishLate(instance, live, number);
  });
}

async function finishLate(instance: Instance, live: LiveQemu, number: number): Promise<void> {
  try {
    using _lock = instance.lock.take(instance.name, "unplug an interface");
    await finishUnplug(instance, live, number);
  } catch (error) {
    instance.services.log("warn", `${instance.name}: what an unplugged interface left could not be removed`, {
      error: GantryError.from(error).message,
    });
  }
}
