import { diskDeviceId } from "../../command-line/index.ts";
import type { ChangeMedium } from "../../model/disk-options.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import { GantryError } from "../../model/error.ts";
import { blockdevOpenTray } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import { storeSpec } from "../nics/store-nics.ts";
import { findDisk } from "./find-disk.ts";
import { layIn } from "./lay-in.ts";
import { settleDisks } from "./settle-disks.ts";
import { checkedDisk, specWithDisk } from "./spec-with-disks.ts";
import { settled, unsettle } from "./unsettled-disks.ts";

/**
 * Changes what lies in a CD drive, of a running guest too. When the new CD cannot be laid in, the old one is again.
 *
 * @throws GantryError `not_found`, `wrong_state` (not a CD drive), `invalid_spec`, `file_in_use`; `monitor_failed` when
 *   the guest has locked the tray and `force` was not asked for.
 */
export async function changeMedium(instance: Instance, options: ChangeMedium): Promise<void> {
  using _lock = instance.lock.take(instance.name, "change a CD");
  instance.assertAllowed("plug");
  const { live, stored } = instance;
  if (live !== undefined) await settleDisks(instance, live);
  const { disk, index } = findDisk(instance, options.disk);
  assertDrive(instance, disk);
  const { source, format, force } = options;
  const wanted = { ...disk, source: source ?? { empty: true }, format };
  const spec = specWithDisk(instance, index, wanted);
  const next = await checkedDisk(instance, spec, index);
  if (live === undefined) return await storeSpec(instance, spec);

  await using undo = new AsyncDisposableStack();
  await unsettle(instance, live, { name: disk.name, doing: "change" });
  undo.defer(() => settled(instance, live, disk.name));
  await blockdevOpenTray(live.monitor, { id: diskDeviceId(disk.name), force });
  undo.defer(() => layIn(live, disk, index));
  await storeSpec(instance, spec);
  undo.defer(() => storeSpec(instance, stored.spec));
  await layIn(live, next, index);
  undo.move();
  await settled(instance, live, disk.name);
}

function assertDrive(instance: Instance, { name, bus }: DiskSpec): void {
  if (bus === "cdrom") return;
  throw new GantryError("wrong_state", {
    message: `Disk ${name} of ${instance.name} is no CD drive; what is in it cannot be changed.`,
    hint: "Unplug it and plug another disk in.",
    where: instance.where(),
    details: { disk: name, bus },
  });
}
