import {
  adoptInstance,
  changeOwnership,
  endEmptied,
  type Instance,
  observeStatus,
  openRunGate,
  qemusBelow,
} from "../../instance/index.ts";
import type { OwnedRevision, OwnershipRecord } from "../../model/ownership.ts";
import { calledOff, staying, takenBack } from "../../model/ownership-rules.ts";
import { isIncarnation } from "../../process/index.ts";
import { cont, queryStatus } from "../../qmp/index.ts";
import { takeUntaken } from "../../serial/index.ts";
import {
  appendToJournal,
  journalHolds,
  journalMentions,
  processPaths,
  readRuntime,
  readSuccession,
  removeSuccession,
  type RuntimeFile,
  type SuccessionFile,
  writeRuntime,
} from "../../state-dir/index.ts";
import { settleIn } from "../settle-in.ts";
import { keepRunningHere } from "../steps/switchover.ts";
import { heirOf } from "./succession-rules.ts";

/**
 * Ends what was left of a guest's way from one process of this host to another, when the agent died or the store was away:
 * the record says which of the two has the guest; the other is ended. Safe to repeat after a crash at any line. That it is
 * over is written into the record by {@link closeSuccession}.
 *
 * @returns `nothing` when no guest was going over; `waiting` when a process does not answer yet.
 * @throws GantryError of the store: then nothing was changed, and both processes live on.
 */
export async function settleSuccession(
  instance: Instance,
): Promise<"nothing" | "stayed" | "moved" | "waiting"> {
  const { services, uuid } = instance;
  const succession = await readSuccession(services.layout, uuid);
  if (succession === undefined) return "nothing";
  const held = await services.ownership.read(uuid);
  const heir = await findHeir(instance, succession, held?.record);
  if (heir === "successor") return await goOnInSuccessor(instance, succession);
  if (held === undefined || heir === "lost" || heir === "neither")
    return await goOnWithout(instance, succession, held);
  return await goOnInOld(instance, succession, held);
}

async function findHeir(
  { services, uuid }: Instance,
  { old, successor }: SuccessionFile,
  record: OwnershipRecord | undefined,
): Promise<ReturnType<typeof heirOf>> {
  const [oldLives, successorLives, mayHaveRun] = await Promise.all([
    isIncarnation(old.process, old.incarnation),
    isIncarnation(successor.process, successor.incarnation),
    journalMentions(services.layout.journalFile(uuid), successor.incarnation),
  ]);
  return heirOf({
    record,
    old: { incarnation: old.incarnation, lives: oldLives },
    successor: { incarnation: successor.incarnation, lives: successorLives, mayHaveRun },
  });
}

/** The new process has the guest: it is let run, if it was not yet and the guest ran before; then the old one goes. */
async function goOnInSuccessor(
  instance: Instance,
  { migrationId, old, successor }: SuccessionFile,
): Promise<"moved" | "waiting"> {
  const { services, uuid } = instance;
  const journal = services.layout.journalFile(uuid);
  const mayHaveRun = await journalMentions(journal, successor.incarnation);
  await become(instance, successor);
  const { live } = instance;
  if (live !== undefined && !mayHaveRun) {
    typeUntaken(instance, old);
    if (await journalHolds(journal, `migrate ${migrationId} running`)) {
      await openRunGate(services, live, () => cont(live.monitor));
      settleIn(live);
    } else await appendToJournal(journal, `stands ${live.incarnation}`);
    await observeStatus(instance, live);
  }
  // It does not answer, and was never let run: the old one is kept until it is known whether it can be.
  if (live === undefined && !mayHaveRun) return "waiting";
  live?.decide(true);
  for (const port of instance.ports) port.holdInput(false);
  await endEmptied(services, old);
  await removeSuccession(services.layout, uuid);
  return "moved";
}

/** The guest stays in the old process; nothing that may still be under way to the store can change that. */
async function goOnInOld(
  instance: Instance,
  { migrationId, old, successor }: SuccessionFile,
  { record, revision }: OwnedRevision,
): Promise<"stayed" | "waiting"> {
  const { services, uuid } = instance;
  const next =
    record.incarnation === old.incarnation
      ? staying(record)
      : takenBack(record, services.host, old.incarnation);
  if ((await services.ownership.compareAndSwap(next, revision)) === undefined) return "waiting";
  await endEmptied(services, successor);
  await become(instance, old);
  const { live } = instance;
  if (live !== undefined) {
    const wasRunning = await journalHolds(
      services.layout.journalFile(uuid),
      `migrate ${migrationId} running`,
    );
    const { status } = await queryStatus(live.monitor);
    // A person may have paused it since it was let go on.
    const isHeld = record.migration !== null || status === "postmigrate";
    if (isHeld) await keepRunningHere({ instance, live, wasRunning });
    live.decide(true);
  }
  if (live === undefined && (await isIncarnation(old.process, old.incarnation))) return "waiting";
  await removeSuccession(services.layout, uuid);
  return "stayed";
}

/** No process of the two has the guest any more. What is recorded of the instance is taken up as after any death. */
async function goOnWithout(
  instance: Instance,
  { old, successor }: SuccessionFile,
  held: OwnedRevision | undefined,
): Promise<"stayed" | "waiting"> {
  const { services, uuid } = instance;
  const runtime = await readRuntime(services.layout, uuid);
  if (held !== undefined && held.record.incarnation === successor.incarnation) {
    const next = takenBack(held.record, services.host, null);
    if ((await services.ownership.compareAndSwap(next, held.revision)) === undefined) return "waiting";
  }
  for (const process of [old, successor])
    if (process.incarnation !== runtime?.incarnation) await endEmptied(services, process);
  instance.live?.decide(true);
  if (instance.live === undefined) await adopt(instance);
  await removeSuccession(services.layout, uuid);
  return "stayed";
}

/** Makes the instance the one of this process: on disk, and in this agent. */
async function become(instance: Instance, runtime: RuntimeFile): Promise<void> {
  const { services, uuid } = instance;
  const held = await services.ownership.read(uuid);
  const recorded = await readRuntime(services.layout, uuid);
  if (recorded?.incarnation !== runtime.incarnation)
    await writeRuntime(services.layout, { ...runtime, epoch: held?.record.epoch ?? runtime.epoch });
  const { live } = instance;
  if (live?.incarnation === runtime.incarnation && !live.monitor.isClosed) return;
  live?.decide(false);
  live?.release();
  instance.live = undefined;
  await adopt(instance);
}

async function adopt(instance: Instance): Promise<void> {
  await adoptInstance(instance, await qemusBelow(instance.services.layout.directories.runDir));
}

/** What was typed before the agent died, and the old process had not taken. */
function typeUntaken({ ports }: Instance, { processDir }: RuntimeFile): void {
  const paths = processPaths(processDir);
  for (const [index, port] of ports.entries()) {
    port.holdInput(false);
    port.write(untakenAt(`${paths.serial(index)}.in`));
  }
}

function untakenAt(path: string): Uint8Array {
  try {
    return takeUntaken(path);
  } catch {
    // It went with its process, or was never made.
    return new Uint8Array();
  }
}

/** Writes into a record that still speaks of a guest's way within its host that it is over. @returns how it ended. */
export async function closeSuccession(
  instance: Instance,
  { id, targetIncarnation }: NonNullable<OwnershipRecord["migration"]>,
): Promise<"moved" | "stayed" | "waiting"> {
  const { live, services, uuid, name } = instance;
  if (live === undefined) return "waiting";
  using _lock = instance.lock.take(name, "the end of a move to a new QEMU process");
  // It was given up, and its QEMU hung when the guest was to be let go on.
  if (["finish-migrate", "postmigrate"].includes((await queryStatus(live.monitor)).status)) {
    const wasRunning = await journalHolds(services.layout.journalFile(uuid), `migrate ${id} running`);
    await keepRunningHere({ instance, live, wasRunning });
  }
  await changeOwnership(services, live.runtime, calledOff);
  return live.incarnation === targetIncarnation ? "moved" : "stayed";
}
