import type { LimitDisk } from "../../model/disk-options.ts";
import type { Instance } from "../instance.ts";
import { storeSpec } from "../nics/store-nics.ts";
import { setLimits } from "./disk-parts.ts";
import { findDisk } from "./find-disk.ts";
import { settleDisks } from "./settle-disks.ts";
import { specWithDisk } from "./spec-with-disks.ts";
import { settled, unsettle } from "./unsettled-disks.ts";

/** Limits a disk, at once and after each start. @throws GantryError `not_found`, `invalid_spec`. */
export async function limitDisk(instance: Instance, { disk: name, limits }: LimitDisk): Promise<void> {
  using _lock = instance.lock.take(instance.name, "limit a disk");
  instance.assertAllowed("plug");
  const { live, stored } = instance;
  if (live !== undefined) await settleDisks(instance, live);
  const { disk, index } = findDisk(instance, name);
  const spec = specWithDisk(instance, index, { ...disk, limits });
  if (live === undefined) return await storeSpec(instance, spec);
  await using undo = new AsyncDisposableStack();
  await unsettle(instance, live, { name, doing: "change" });
  undo.defer(() => settled(instance, live, name));
  await storeSpec(instance, spec);
  undo.defer(() => storeSpec(instance, stored.spec));
  await setLimits(live, { name, limits });
  undo.move();
  await settled(instance, live, name);
}
