import { diskDeviceId } from "../../command-line/index.ts";
import { qomList } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { setLimits } from "./disk-parts.ts";
import { finishUnplug } from "./finish-unplug.ts";
import { layIn } from "./lay-in.ts";
import { settled } from "./unsettled-disks.ts";

/**
 * Finishes what was begun with the disks of a running guest and not ended, by what its record says: a device that is not
 * there takes its disk with it, one that is there is made what the spec says. One that the guest was asked to let go
 * stays until it does. The caller holds the instance's lock.
 */
export async function settleDisks(instance: Instance, live: LiveQemu): Promise<void> {
  const { unsettledDisks } = live.runtime;
  if (unsettledDisks.length === 0) return;
  const devices = new Set((await qomList(live.monitor, "/machine/peripheral")).map(({ name }) => name));
  for (const { name, doing } of unsettledDisks) {
    if (!devices.has(diskDeviceId(name))) await finishUnplug(instance, live, name);
    else if (doing === "change") await applySpec(instance, live, name);
  }
}

async function applySpec(instance: Instance, live: LiveQemu, name: string): Promise<void> {
  const { disks } = instance.stored.spec;
  const index = disks.findIndex((disk) => disk.name === name);
  const disk = disks[index];
  if (disk !== undefined) {
    await setLimits(live, disk);
    if (disk.bus === "cdrom") await layIn(live, disk, index);
  }
  await settled(instance, live, name);
}
