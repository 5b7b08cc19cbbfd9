import { placesWhileRunning } from "../../model/places.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { storeSpec } from "../nics/store-nics.ts";
import { placesOf } from "../places-of.ts";
import { removeParts } from "./disk-parts.ts";
import { returnDisk } from "./lend-disk.ts";
import { specWithoutDisk } from "./spec-with-disks.ts";
import { settled } from "./unsettled-disks.ts";

/** Removes what is left of a disk whose device is gone from the guest. Safe to repeat after a crash at any line. */
export async function finishUnplug(instance: Instance, live: LiveQemu, name: string): Promise<void> {
  const spec = specWithoutDisk(instance, name);
  await storeSpec(instance, spec, placesWhileRunning(spec, placesOf(instance)));
  await removeParts(live, name);
  await returnDisk(instance, name);
  await settled(instance, live, name);
  instance.publish();
}
