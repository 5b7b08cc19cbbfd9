import { diskDevice } from "../../command-line/index.ts";
import type { NewDiskSize } from "../../model/disk-options.ts";
import type { DiskSpec, DiskSpecInput } from "../../model/disk-spec.ts";
import { placesWhileRunning } from "../../model/places.ts";
import type { InstanceSpec } from "../../model/spec.ts";
import { deviceAdd } from "../../qmp/index.ts";
import { createDisks } from "../create-disks.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { storeSpec } from "../nics/store-nics.ts";
import { placesOf } from "../places-of.ts";
import { assertHotPlug } from "./assert-hot-plug.ts";
import { addLimits, openNodes, removeParts, tellInUse } from "./disk-parts.ts";
import { lendDisk } from "./lend-disk.ts";
import { settleDisks } from "./settle-disks.ts";
import { checkedDisk, specWithDisks } from "./spec-with-disks.ts";
import { settled, unsettle } from "./unsettled-disks.ts";

/** A disk to plug in, and how large its image is to be made when it is to be made. */
export interface AttachOptions {
  readonly disk: DiskSpecInput;
  /** Makes an empty image of this size, in MiB, where the disk's source says; nothing may be there yet. */
  readonly newDisk: NewDiskSize | undefined;
}

/**
 * Plugs a disk in. A running guest sees it at once, and has it at the same address after the next start. When anything
 * fails, nothing of it is left, an image that was made included.
 *
 * @throws GantryError `invalid_spec`, `wrong_state` (no room, or a bus that takes nothing while it runs),
 *   `file_in_use`, `disk_full`, `monitor_failed` with QEMU's words.
 */
export async function attachDisk(instance: Instance, { disk: input, newDisk }: AttachOptions): Promise<void> {
  using _lock = instance.lock.take(instance.name, "plug a disk in");
  instance.assertAllowed("plug");
  const { live, services } = instance;
  if (live !== undefined) await settleDisks(instance, live);
  const spec = specWithDisks(instance, [...instance.stored.spec.disks, input]);
  const index = spec.disks.length - 1;
  if (live !== undefined) assertTakesMore(instance, spec);

  await using undo = new AsyncDisposableStack();
  const { imageRoots } = services;
  const newDisks = newDisk === undefined ? [] : [{ disk: input.name, sizeMiB: newDisk.sizeMiB }];
  await createDisks(spec, { newDisks, imageRoots, fieldOf: () => "newDisk" }, undo);
  const disk = await checkedDisk(instance, spec, index);
  if (live === undefined) await storeSpec(instance, spec);
  else await plugIn(instance, live, { disk, index, spec });
  undo.move();
  services.log("info", `${instance.name}: disk ${disk.name} was plugged in`);
}

/** @throws GantryError `wrong_state` before anything is made for a disk that this machine cannot take now. */
function assertTakesMore(instance: Instance, spec: InstanceSpec): void {
  placesWhileRunning(spec, placesOf(instance));
  assertHotPlug(instance, spec.disks.at(-1));
}

interface Plug {
  readonly disk: DiskSpec;
  readonly index: number;
  readonly spec: InstanceSpec;
}

async function plugIn(instance: Instance, live: LiveQemu, { disk, index, spec }: Plug): Promise<void> {
  const { stored } = instance;
  const places = placesWhileRunning(spec, placesOf(instance));
  await using undo = new AsyncDisposableStack();
  await unsettle(instance, live, { name: disk.name, doing: "change" });
  undo.defer(async () => {
    await removeParts(live, disk.name);
    await settled(instance, live, disk.name);
  });
  await lendDisk(instance, live, { disk, undo });
  await addLimits(live, disk);
  await openNodes(live, disk, index);
  // The spec before the device: an agent that finds the one without the other takes the disk away again.
  await storeSpec(instance, spec, places);
  undo.defer(() => storeSpec(instance, stored.spec, stored.places));
  await deviceAdd(live.monitor, diskDevice(spec.machine, places, disk)).catch(tellInUse(disk.name));
  undo.move();
  await settled(instance, live, disk.name);
}
