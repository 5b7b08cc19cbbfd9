import { diskDeviceId } from "../../command-line/index.ts";
import type { DetachDisk } from "../../model/disk-options.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import { GantryError } from "../../model/error.ts";
import { unplugDevice } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { storeSpec } from "../nics/store-nics.ts";
import { assertHotPlug } from "./assert-hot-plug.ts";
import { findDisk } from "./find-disk.ts";
import { finishUnplug } from "./finish-unplug.ts";
import { settleDisks } from "./settle-disks.ts";
import { specWithoutDisk } from "./spec-with-disks.ts";
import { settled, unsettle } from "./unsettled-disks.ts";

/** What was unplugged, as the spec had it: attached with it again, the instance has what it had. */
export interface DetachedDisk {
  readonly disk: DiskSpec;
}

/**
 * Unplugs a disk: asks the guest, waits until it has let go, then closes the image, which stays where it is. The other
 * disks keep their addresses.
 *
 * @throws GantryError `not_found`; `timed_out` when the guest does not let go in time: the disk is still there, whole, and
 *   is removed as soon as the guest does; `wrong_state` when the guest refuses, or the bus cannot.
 */
export async function detachDisk(instance: Instance, options: DetachDisk): Promise<DetachedDisk> {
  using _lock = instance.lock.take(instance.name, "unplug a disk");
  instance.assertAllowed("plug");
  const { live } = instance;
  const { disk } = findDisk(instance, options.disk);
  if (live === undefined) await storeSpec(instance, specWithoutDisk(instance, disk.name));
  else {
    assertHotPlug(instance, disk);
    await settleDisks(instance, live);
    await unsettle(instance, live, { name: disk.name, doing: "unplug" });
    await askGuest(instance, live, options);
    await finishUnplug(instance, live, disk.name);
  }
  instance.services.log("info", `${instance.name}: disk ${disk.name} was unplugged`);
  return { disk };
}

async function askGuest(
  instance: Instance,
  live: LiveQemu,
  { disk, timeoutSeconds }: DetachDisk,
): Promise<void> {
  try {
    await unplugDevice(live.monitor, diskDeviceId(disk), { timeoutMs: timeoutSeconds * 1000 });
  } catch (thrown) {
    const error = GantryError.from(thrown);
    // It let go after an earlier request, while nobody could act on it.
    if (error.details["qmpClass"] === "DeviceNotFound") return;
    // Refused is the end of it. Otherwise the request stands, and its end is followed: see `follow-disks.ts`.
    if (error.code === "wrong_state") await settled(instance, live, disk);
    throw new GantryError(error.code, {
      message: `Disk ${disk} of ${instance.name} was not unplugged: ${error.message}`,
      hint: error.hint,
      where: instance.where(),
      details: { ...error.details, disk },
      cause: thrown,
    });
  }
}
