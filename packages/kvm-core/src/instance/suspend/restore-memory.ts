import { GantryError } from "../../model/error.ts";
import { cont, queryStatus } from "../../qmp/index.ts";
import {
  readSavedMemory,
  removeSavedMemory,
  type SavedMemory,
  writeSavedMemory,
} from "../../state-dir/index.ts";
import { correctGuestClock } from "../ask-guest.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { type OperationContext, runStep } from "../operation-context.ts";
import { changeOwnership } from "../ownership.ts";
import { openRunGate } from "../run-gate.ts";
import { unlessStoreIsAway } from "../store-outage.ts";
import { observeStatus } from "../follow-event.ts";
import { diskMoments, movedOn } from "./disk-moments.ts";
import { loadMemory } from "./load-memory.ts";
import { typeAgain } from "./suspend-instance.ts";

/**
 * @throws GantryError `checks_refused` when the saved memory does not fit any more: somebody wrote to a disk meanwhile,
 *   or this host runs guests another way than the memory was written.
 */
export async function assertRestorable(
  { name, stored, services }: Instance,
  saved: SavedMemory,
): Promise<void> {
  const changed = movedOn(saved.disks, await diskMoments(stored.spec));
  const why =
    changed.length > 0
      ? `since then somebody else wrote to its disk ${changed.join(", ")}`
      : saved.machine.accelerator !== services.accelerator
        ? `it was written under ${saved.machine.accelerator}, and ${services.host} runs guests under ${services.accelerator}`
        : undefined;
  if (why === undefined) return;
  throw new GantryError("checks_refused", {
    message: `The saved memory of ${name} does not fit any more: ${why}.`,
    hint: "Undo that and start it again, or force stop it, which discards the memory, and boot it.",
    where: `${name} is suspended on ${services.host}.`,
    details: { disks: changed, accelerator: saved.machine.accelerator },
  });
}

/** What a restore works with. */
export interface Restore {
  readonly live: LiveQemu;
  readonly saved: SavedMemory;
  readonly context: OperationContext;
}

/**
 * Gives the saved memory to a process that waits for it, and lets the guest go on. The record says first that this
 * process has it: from then on the file is worth nothing once this process may have run. The file goes last.
 */
export async function runFromMemory(instance: Instance, restore: Restore): Promise<void> {
  const { live, saved, context } = restore;
  const { layout } = instance.services;
  await runStep(context, "read memory", () => loadMemory(instance, live, saved));
  await runStep(context, "hand over", () =>
    writeSavedMemory(layout, instance.uuid, { phase: "restoring", into: live.incarnation, saved }),
  );
  try {
    await finishRestore(instance, restore);
  } catch (error) {
    await giveBack(instance, live, saved);
    throw error;
  }
}

/** From a process that has read all of the memory to a guest that runs. Also for the agent that comes after. */
export async function finishRestore(instance: Instance, { live, saved, context }: Restore): Promise<void> {
  const { services, uuid } = instance;
  const { running } = await queryStatus(live.monitor);
  if (!running) {
    await runStep(context, "run", () => openRunGate(services, live, () => cont(live.monitor)));
    typeAgain(instance, saved);
  }
  await unlessStoreIsAway(instance, "the note that it runs", () =>
    changeOwnership(services, live.runtime, (record) => ({ ...record, state: "running" })),
  );
  await runStep(context, "remove memory file", () => removeSavedMemory(services.layout, uuid));
  await observeStatus(instance, live);
  void correctGuestClock(live);
}

/** QEMU refused to run the guest, as when a disk is in use elsewhere: then it has not run, and the file is the guest. */
async function giveBack(instance: Instance, live: LiveQemu, saved: SavedMemory): Promise<void> {
  const { layout } = instance.services;
  const status = await queryStatus(live.monitor).catch(() => undefined);
  if (status === undefined || status.running) return;
  if ((await readSavedMemory(layout, instance.uuid)) === undefined) return;
  await writeSavedMemory(layout, instance.uuid, { phase: "saved", saved });
}
