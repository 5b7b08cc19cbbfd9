import { GantryError } from "../../model/error.ts";
import { snapshotDelete } from "../../qmp/index.ts";
import { dropSnapshot } from "../../storage/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { dropBeside } from "./kept-snapshot.ts";
import { findSnapshot } from "./list-snapshots.ts";
import { snapshotDisks } from "./snapshot-disks.ts";
import { forgetJob, runHoldingJob } from "./snapshot-job.ts";

/** Removes a snapshot from every disk that has it; the guest does not notice. Repeat it when it was cut short. */
export async function deleteSnapshot(instance: Instance, name: string): Promise<void> {
  using _lock = instance.lock.take(instance.name, "snapshot");
  instance.assertAllowed("snapshot");
  const { disks } = await findSnapshot(instance, name);
  const having = new Set(disks.flatMap(({ disk, present }) => (present ? [disk] : [])));
  const from = snapshotDisks(instance.stored.spec).filter((disk) => having.has(disk.name));
  if (instance.live === undefined) for (const { file } of from) await dropSnapshot(file, name);
  else await deleteLive(instance.live, { name, devices: from.map(({ node }) => node) });
  await dropBeside(instance, name);
}

async function deleteLive(
  live: LiveQemu,
  { name, devices }: { readonly name: string; readonly devices: readonly string[] },
): Promise<void> {
  const jobId = `delete-${name}`;
  const error = await runHoldingJob(live, jobId, (patience) =>
    snapshotDelete(live.monitor, { jobId, tag: name, devices }, patience),
  );
  await forgetJob(live, jobId);
  if (error === undefined) return;
  throw new GantryError("qemu_failed", {
    message: `The snapshot ${name} could not be removed: ${error}.`,
    hint: "QEMU's own words say why; try again.",
    details: { snapshot: name },
  });
}
