import { setImmediate as nextTurn } from "node:timers/promises";
import { GantryError } from "../model/error.ts";
import { invalid } from "../model/faults.ts";
import { assertSupported, readMemory, resolveMachine } from "../host/index.ts";
import { cont } from "../qmp/index.ts";
import { makeRuntimeReady, writeInstance } from "../state-dir/index.ts";
import { checkSpecFiles } from "./check-spec-files.ts";
import type { Instance } from "./instance.ts";
import { launchQemu, newIncarnation } from "./launch-qemu.ts";
import type { LiveQemu } from "./live-qemu.ts";
import { assertNotBase } from "./linked-clones.ts";
import { type OperationContext, runStep, silentContext } from "./operation-context.ts";
import { changeOwnership, claimOwnership, releaseOwnership } from "./ownership.ts";
import { assertForwardsFree } from "./nics/assert-forwards-free.ts";
import { placesOf } from "./places-of.ts";
import { openRunGate } from "./run-gate.ts";
import { observeStatus } from "./follow-event.ts";
import { finishRevert } from "./snapshots/revert-stopped.ts";
import { assertRestorable, runFromMemory } from "./suspend/restore-memory.ts";
import { settleSavedMemory } from "./suspend/settle-saved-memory.ts";
import { unlessStoreIsAway } from "./store-outage.ts";
import { watchProcess } from "./watch-process.ts";

/**
 * Starts an instance and returns once its CPUs run. A suspended one goes on from its saved memory instead of booting. A
 * start that fails leaves nothing behind, and a suspended instance suspended. The crashes before it are
 * forgotten: whoever starts it by hand has looked at it.
 */
export async function startInstance(
  instance: Instance,
  context: OperationContext = silentContext(),
): Promise<void> {
  await start(instance, context, { keepCrashes: false });
}

/** The start that the crash policy decided on: the next crash still counts as one more. */
export async function restartCrashed(instance: Instance): Promise<void> {
  await start(instance, silentContext(), { keepCrashes: true });
}

async function start(
  instance: Instance,
  context: OperationContext,
  { keepCrashes }: { readonly keepCrashes: boolean },
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "start");
  await startUnderLock(instance, context, { keepCrashes });
}

/** The whole start, for a verb that holds the instance's lock already. */
export async function startUnderLock(
  instance: Instance,
  context: OperationContext,
  { keepCrashes }: { readonly keepCrashes: boolean } = { keepCrashes: false },
): Promise<void> {
  instance.assertAllowed("start");
  using _shown = instance.enter({ state: "starting" });
  const saved = await settleSavedMemory(instance.services.layout, instance.uuid);
  await runStep(context, "check", async () => {
    await assertNotBase(instance, "start");
    await finishRevert(instance);
    await assertStartable(instance);
    if (saved !== undefined) await assertRestorable(instance, saved);
  });
  if (!keepCrashes) await forgetCrashes(instance);
  await runStep(context, "pin machine", () => pinMachine(instance));
  await using undo = new AsyncDisposableStack();
  const live = await launchOwned(instance, { undo, context, incoming: saved !== undefined });
  if (saved === undefined) await runStep(context, "let run", () => run(instance, live));
  else await runFromMemory(instance, { live, saved, context });
  undo.move();
}

async function forgetCrashes(instance: Instance): Promise<void> {
  const { services, stored, uuid } = instance;
  services.crashPolicy.cancel(uuid);
  if (stored.crashes === undefined) return;
  instance.stored = { ...stored, crashes: undefined };
  await writeInstance(services.layout, instance.stored);
}

async function launchOwned(
  instance: Instance,
  how: {
    readonly undo: AsyncDisposableStack;
    readonly context: OperationContext;
    readonly incoming: boolean;
  },
): Promise<LiveQemu> {
  const { services, uuid, stored } = instance;
  const { undo, context, incoming } = how;
  const incarnation = newIncarnation();
  const { epoch } = await runStep(context, "take ownership", () =>
    claimOwnership(services, uuid, incarnation),
  );
  undo.defer(() => releaseOwnership(services, uuid, incarnation));

  const live = await launchQemu({
    services,
    uuid,
    spec: stored.spec,
    machine: pinnedOf(instance),
    places: placesOf(instance),
    incarnation,
    epoch,
    ports: instance.ports,
    incoming,
    context,
    record: (runtime) => makeRuntimeReady(services.layout, runtime),
  });
  instance.live = live;
  watchProcess(instance, live);
  undo.defer(async () => {
    await live.end({ state: "stopped", reason: "The start failed and was undone." });
    // When that fails it is logged where it happens; what people read is why the start failed.
    await live.forgotten.catch(() => undefined);
  });
  return live;
}

/** Lets it run. What is only written down afterwards is written while QEMU answers: all of it is waited for. */
async function run(instance: Instance, live: LiveQemu): Promise<void> {
  const { services, ports } = instance;
  const marking = Promise.all(ports.map((port) => port.markBoot()));
  const runs = Promise.withResolvers<void>();
  const letRun = async () => {
    await marking;
    await cont(live.monitor);
    runs.resolve();
  };
  const note = () => changeOwnership(services, live.runtime, (record) => ({ ...record, state: "running" }));
  await Promise.all([
    marking,
    openRunGate(services, live, letRun),
    runs.promise.then(() => observeStatus(instance, live)),
    runs.promise
      // A store that writes at once would keep the question just asked from leaving.
      .then(() => nextTurn())
      .then(() => unlessStoreIsAway(instance, "the note that it runs", note)),
  ]);
}

/** Fixes, before the first start, what the guest will see from then on; and gives each new device its place. */
async function pinMachine(instance: Instance): Promise<void> {
  const { services, stored } = instance;
  const places = placesOf(instance);
  if (stored.pinned !== null && JSON.stringify(places) === JSON.stringify(stored.places)) return;
  const { machineType, cpuModel } = pinnedOf(instance);
  const pinned = stored.pinned ?? { machineType, cpuModel, accelerator: services.accelerator };
  instance.stored = { ...stored, pinned, places };
  await writeInstance(services.layout, instance.stored);
}

/** The machine that was pinned, on the accelerator of this host: a guest is not bound to KVM or TCG. */
export function pinnedOf(instance: Instance): {
  machineType: string;
  cpuModel: string;
  accelerator: "kvm" | "tcg";
} {
  const { services, stored } = instance;
  if (stored.pinned === null) {
    return {
      ...resolveMachine(services.qemu, stored.spec, services.kvmModels),
      accelerator: services.accelerator,
    };
  }
  return { ...stored.pinned, accelerator: services.accelerator };
}

/** What this start needs of QEMU, files and memory. @throws GantryError `unsupported`, `invalid_spec`, `memory_short`. */
async function assertStartable(instance: Instance): Promise<void> {
  const { spec } = instance.stored;
  const { imageRoots, imageDirs, qemu, qemuUser } = instance.services;
  await assertSupported(qemu, spec);
  const account = qemuUser?.accountFor(instance.uuid);
  const faults = await checkSpecFiles(spec, { imageRoots, imageDirs, isNew: () => false, account });
  if (faults.length > 0) throw invalid(`The spec of ${instance.name}`, faults, "invalid_spec");
  await assertForwardsFree(instance, spec.nics);
  const { availableMiB } = await readMemory();
  if (spec.memoryMiB > availableMiB) {
    throw new GantryError("memory_short", {
      message: `${instance.name} wants ${spec.memoryMiB} MiB of memory; ${instance.services.host} has ${availableMiB} MiB available.`,
      hint: "Stop something else, give the instance less memory, or start it on another host.",
      where: instance.where(),
      details: { memoryMiB: spec.memoryMiB, availableMiB },
    });
  }
}
