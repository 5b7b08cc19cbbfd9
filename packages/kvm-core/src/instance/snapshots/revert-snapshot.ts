import { GantryError } from "../../model/error.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { assertMemoryWhole } from "../assert-memory-whole.ts";
import type { Instance } from "../instance.ts";
import { assertNotBase } from "../linked-clones.ts";
import { type OperationContext, runStep, silentContext } from "../operation-context.ts";
import { changedSince } from "./kept-snapshot.ts";
import { findSnapshot } from "./list-snapshots.ts";
import { revertLive } from "./revert-live.ts";
import { revertStopped } from "./revert-stopped.ts";

/**
 * Makes an instance what it was when the snapshot was taken; what it is now is lost.
 *
 * One that runs or is paused goes back with its memory, in its process, and runs on if it ran; its console's numbers go
 * on. One without a process gets its disks back and stays stopped: nothing is started by a revert. To have the memory of
 * the snapshot as well, start it and revert it then.
 *
 * @throws GantryError `not_found`, `wrong_state` (a running guest and a snapshot without memory), `checks_refused` (a disk
 *   lacks it, or the machine has changed since), `qemu_failed` with QEMU's words and what became of the guest.
 */
export async function revertToSnapshot(
  instance: Instance,
  name: string,
  context: OperationContext = silentContext(),
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "revert");
  instance.assertAllowed("revert");
  await runStep(context, "check", async () => {
    await assertMemoryWhole(instance);
    await assertNotBase(instance, "revert");
    await assertRevertible(instance, await findSnapshot(instance, name));
  });
  const { live } = instance;
  if (live === undefined) await runStep(context, "revert disks", () => revertStopped(instance, name));
  else await revertLive(instance, { live, name, context });
}

async function assertRevertible(instance: Instance, snapshot: Snapshot): Promise<void> {
  const lacking = snapshot.disks.filter(({ present }) => !present).map(({ disk }) => disk);
  if (lacking.length > 0) {
    throw new GantryError("checks_refused", {
      message: `${instance.name} cannot go back to ${snapshot.name}: its disk ${lacking.join(", ")} has no such snapshot.`,
      hint: "The disk came later, or the snapshot was not finished: detach the disk first, or delete the snapshot.",
      where: instance.where(),
      details: { snapshot: snapshot.name, disks: lacking },
    });
  }
  if (instance.live === undefined) return;
  if (!snapshot.memory) {
    throw new GantryError("wrong_state", {
      message: `${snapshot.name} holds no memory, and the disks of a guest that is ${instance.state} cannot change below it.`,
      hint: `Stop ${instance.name} first, and start it after the revert.`,
      where: instance.where(),
      details: { snapshot: snapshot.name },
    });
  }
  const changed = await changedSince(instance, snapshot.name);
  if (changed.length === 0) return;
  throw new GantryError("checks_refused", {
    message: `${instance.name} cannot go back to ${snapshot.name} as it runs: since then its ${changed.join(", ")} changed.`,
    hint: "Undo that and power-cycle it, or stop it and revert its disks alone.",
    where: instance.where(),
    details: { snapshot: snapshot.name, changed },
  });
}
