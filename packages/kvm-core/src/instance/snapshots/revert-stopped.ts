import { applySnapshot } from "../../storage/index.ts";
import type { Instance } from "../instance.ts";
import { restoreVariables } from "./kept-snapshot.ts";
import { snapshotDisks } from "./snapshot-disks.ts";
import { beginRevert, endRevert, readUnfinishedRevert } from "./unfinished-revert.ts";

/** Makes every disk of an instance without a process what it was. */
export async function revertStopped(instance: Instance, name: string): Promise<void> {
  await beginRevert(instance, { name, incarnation: null, wasRunning: false });
  await applyAll(instance, name);
}

/** Finishes the revert that an agent or a QEMU did not live to finish, before anything runs on half of it. */
export async function finishRevert(instance: Instance): Promise<void> {
  const unfinished = await readUnfinishedRevert(instance);
  if (unfinished !== undefined) await applyAll(instance, unfinished.name);
}

/** May be repeated: a disk that has gone back already stays where it is. */
async function applyAll(instance: Instance, name: string): Promise<void> {
  for (const { file } of snapshotDisks(instance.stored.spec)) await applySnapshot(file, name);
  await restoreVariables(instance, name);
  await endRevert(instance);
}
