import { setTimeout as delay } from "node:timers/promises";
import { nicNumberOfDevice } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { finishUnplug } from "./finish-unplug.ts";

/** How often an instance that is busy is looked at again, in milliseconds. */
const busyPauseMs = 50;

/** Finishes an unplug that nobody waits for any more, whenever the guest lets go after all. Ends with the monitor. */
export function followNics(instance: Instance, live: LiveQemu): void {
  live.monitor.onEvent(({ event, data }) => {
    const { device } = data;
    if (event !== "DEVICE_DELETED" || typeof device !== "string") return;
    const number = nicNumberOfDevice(device);
    if (number !== undefined && isUnplugging(live, number)) void finishLate(instance, live, number);
  });
}

function isUnplugging({ runtime }: LiveQemu, number: number): boolean {
  return runtime.unsettledNics.some((entry) => entry.number === number && entry.doing === "unplug");
}

async function finishLate(instance: Instance, live: LiveQemu, number: number): Promise<void> {
  const { lifetime, log } = instance.services;
  // Most often the one who asked still waits, holds the lock and finishes it; or the guest let go as it was reset.
  while (instance.lock.holder !== undefined && !lifetime.aborted) await delay(busyPauseMs);
  if (lifetime.aborted || live.monitor.isClosed || !isUnplugging(live, number)) return;
  try {
    using _lock = instance.lock.take(instance.name, "unplug an interface");
    await finishUnplug(instance, live, number);
  } catch (error) {
    log("warn", `${instance.name}: what an unplugged interface left could not be removed`, {
      error: GantryError.from(error).message,
    });
  }
}
