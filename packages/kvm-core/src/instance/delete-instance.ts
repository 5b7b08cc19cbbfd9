import { rm } from "node:fs/promises";
import { isInside } from "../host/index.ts";
import { filesOfLog } from "../serial/index.ts";
import { removeInstance } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import { assertNotBase } from "./linked-clones.ts";
import { unlessStoreIsAway } from "./store-outage.ts";

/**
 * Removes a stopped instance. Its disks stay unless asked; its logs stay, and what was recorded of its consoles goes.
 *
 * @throws GantryError `store_unreachable`: nothing was removed.
 */
export async function deleteInstance(
  instance: Instance,
  options: { readonly deleteDisks: boolean },
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "delete");
  instance.assertAllowed("delete");
  if (options.deleteDisks) await assertNotBase(instance, "delete the disks of");
  const { services, uuid } = instance;
  const held = await services.ownership.read(uuid);
  for (const port of instance.ports) await port[Symbol.asyncDispose]();
  for (const port of instance.ports.keys()) {
    const files = filesOfLog(services.layout.passingSerialLog(uuid, port));
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
  // The instance goes before its record and its disks: nothing is left that could be started on what is half gone.
  await removeInstance(services.layout, uuid);
  instance.lock.close("deleted");
  // In a shared store, the record of an instance that went elsewhere is not ours to remove.
  if (held !== undefined && (held.record.owner === services.host || !services.ownership.shared)) {
    await unlessStoreIsAway(instance, "the removal of its ownership record", () =>
      services.ownership.remove(uuid, held.revision),
    );
  }
  await rm(services.layout.recordingsDir(uuid), { recursive: true, force: true });
  if (options.deleteDisks) await deleteDisks(instance);
}

async function deleteDisks({ stored, services }: Instance): Promise<void> {
  for (const disk of stored.spec.disks) {
    if (!("file" in disk.source) || disk.bus === "cdrom" || disk.readOnly) continue;
    if (await isInside(disk.source.file, services.imageRoots)) await rm(disk.source.file, { force: true });
  }
}
