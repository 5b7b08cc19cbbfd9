import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../../model/error.ts";
import { cont, migrateCancel, queryStatus, stop } from "../../qmp/index.ts";
import { removeSavedMemory, type SavedMemory, writeSavedMemory } from "../../state-dir/index.ts";
import { assertMemoryWhole } from "../assert-memory-whole.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { type OperationContext, runStep, silentContext } from "../operation-context.ts";
import { openRunGate } from "../run-gate.ts";
import { observeStatus } from "../follow-event.ts";
import { diskMoments } from "./disk-moments.ts";
import { assertRoomForMemory, saveMemory, type WrittenMemory } from "./save-memory.ts";
import { transferEnded } from "./transfer-ended.ts";

/** What people read of an instance whose guest lies in a file. */
export const suspendedReason = "Its memory is saved; start it and it goes on.";

/**
 * Saves the guest's memory to a file of the state directory and ends QEMU; the next start lets the guest go on from
 * there. At every moment the guest is exactly one thing, and the record says which: until it says `saved` this process,
 * and from then on the file.
 *
 * When anything fails before that the guest goes on as it was.
 *
 * @throws GantryError `disk_full`, `qemu_failed`, `cancelled`; `wrong_state` when it neither runs nor is paused.
 */
export async function suspendInstance(
  instance: Instance,
  context: OperationContext = silentContext(),
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "suspend");
  instance.assertAllowed("suspend");
  await runStep(context, "check", async () => {
    await assertMemoryWhole(instance);
    await assertRoomForMemory(instance);
  });
  const live = instance.running;
  using _shown = instance.enter({ state: "stopping" });
  await using undo = new AsyncDisposableStack();
  await runStep(context, "pause", () => standStill(instance, live, undo));
  context.mayCancel(true);
  const written = await runStep(context, "save memory", () => saveMemory(instance, live, context));
  context.mayCancel(false);
  await runStep(context, "commit", () => commit(instance, live, written));
  undo.move();
  await runStep(context, "end QEMU", () => endSaved(live));
  for (const port of instance.ports) port.holdInput(false);
}

async function standStill(instance: Instance, live: LiveQemu, undo: AsyncDisposableStack): Promise<void> {
  const { running } = await queryStatus(live.monitor);
  const { layout } = instance.services;
  const { incarnation } = live;
  await writeSavedMemory(layout, instance.uuid, { phase: "saving", incarnation, wasRunning: running });
  undo.defer(() => goOn(instance, live, running));
  await stop(live.monitor);
  for (const port of instance.ports) port.holdInput(true);
}

/** From the last line on the file is the guest, and the run gate lets no process run it. */
async function commit(instance: Instance, live: LiveQemu, written: WrittenMemory): Promise<void> {
  const { services, stored, ports, uuid } = instance;
  const { incarnation, runtime } = live;
  const saved: SavedMemory = {
    incarnation,
    savedAt: new Date().toISOString(),
    ...written,
    machine: runtime.machine,
    qemuVersion: runtime.qemuVersion,
    disks: await diskMoments(stored.spec),
    untaken: ports.map((port) => Buffer.from(port.takeUntaken()).toString("base64")),
  };
  try {
    await writeSavedMemory(services.layout, uuid, { phase: "saved", saved });
  } catch (error) {
    typeAgain(instance, saved);
    throw error;
  }
}

/** Ends the process whose guest lies in the file now. */
export async function endSaved(live: LiveQemu): Promise<void> {
  await live.end({ state: "suspended", reason: suspendedReason });
  await live.forgotten;
}

/** What was typed before the guest was suspended and not taken by it, typed again. */
export function typeAgain({ ports }: Instance, { untaken }: Pick<SavedMemory, "untaken">): void {
  for (const [index, port] of ports.entries()) {
    port.holdInput(false);
    port.write(Buffer.from(untaken[index] ?? "", "base64"));
  }
}

/** Undo of everything before the commit: the guest is still whole in its process, and runs again if it ran. */
export async function goOn(instance: Instance, live: LiveQemu, wasRunning: boolean): Promise<void> {
  for (const port of instance.ports) port.holdInput(false);
  if (live.monitor.isClosed) return;
  await endTransfer(live);
  const { running } = await queryStatus(live.monitor);
  if (wasRunning && !running) await openRunGate(instance.services, live, () => cont(live.monitor));
  await removeSavedMemory(instance.services.layout, instance.uuid).catch((error: unknown) => {
    instance.services.log("warn", `${instance.name}: what was saved of its memory could not be removed`, {
      error: GantryError.from(error).message,
    });
  });
  await observeStatus(instance, live);
}

async function endTransfer(live: LiveQemu): Promise<void> {
  let asked = false;
  await transferEnded(live.monitor, async () => {
    // Decide by the state, never by the reply: a cancel after completion is answered with success too.
    if (!asked) await migrateCancel(live.monitor);
    asked = true;
    await delay(1);
  });
}
