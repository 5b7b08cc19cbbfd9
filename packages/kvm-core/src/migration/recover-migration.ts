import { rm } from "node:fs/promises";
import type { Duplex } from "node:stream";
import { endUnreachable, type Instance, observeStatus, openRunGate } from "../instance/index.ts";
import type { GantryError } from "../model/error.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import type { OwnedRevision, OwnershipRecord } from "../model/ownership.ts";
import { released, staying, staysOnHost } from "../model/ownership-rules.ts";
import { cont, queryMigrate, queryStatus } from "../qmp/index.ts";
import {
  journalHolds,
  journalMentions,
  newestMigration,
  readRuntime,
  removeInstance,
} from "../state-dir/index.ts";
import { confirmArrival } from "./confirm-arrival.ts";
import { deleteCopied, returnCopied } from "./copied-journal.ts";
import { restoreLimits } from "./copy-limits.ts";
import { finishRun } from "./finish-run.ts";
import { handOver } from "./hand-over.ts";
import { abandonMirrors } from "./mirrors.ts";
import type { Move } from "./move.ts";
import { sendOlderPast } from "./older-past.ts";
import { carryOn } from "./post-copy/carry-on.ts";
import { HandingOver } from "./post-copy/handing-over.ts";
import { lacksMemory } from "./post-copy/hand-on-rules.ts";
import { lookAtBoth } from "./post-copy/look-at-both.ts";
import { LossThere, memoryLost } from "./post-copy/memory-lost.ts";
import { noteLetGo } from "./note-let-go.ts";
import { afterArrival, afterCommit, unfinished } from "./recovery-rules.ts";
import { undoBegin } from "./steps/begin.ts";
import { settleIn } from "./settle-in.ts";
import { closeSuccession, settleSuccession } from "./succession/settle-succession.ts";
import { letGoOf, retire } from "./steps/retire.ts";
import { keepRunningHere } from "./steps/switchover.ts";
import { takeBack } from "./take-back.ts";
import { withdraw } from "./withdraw.ts";

/** What became of a migration that was left behind. See {@link recoverMigration}. */
export type Recovered = "nothing" | "stayed" | "moved" | "waiting";

/** An instance that belongs to `peer` by its record. */
type Leaving = Pick<Move, "instance" | "peer" | "onLeft">;

/**
 * Finishes a migration that an agent of the source left behind when it died. Before the commit the guest stays here;
 * after it the target is asked until it answers. Safe to repeat; does nothing for an instance that is not migrating.
 *
 * @returns `nothing` when no migration was left; `stayed` when it was called off, `moved` when the instance has left this
 *   host; `waiting` when somebody has to be heard first: nothing is settled by a time-out.
 */
export async function recoverMigration(
  instance: Instance,
  {
    peerOf,
    onLeft,
    onLost = () => undefined,
  }: {
    readonly peerOf: (host: string) => MigrationPeer<Duplex> | undefined;
    readonly onLeft: () => void;
    /** Told when its memory was lost by post-copy, wherever the instance is now. */
    readonly onLost?: (error: GantryError) => void;
  },
): Promise<Recovered> {
  const settled = await settleSuccession(instance);
  if (settled === "waiting") return "waiting";
  const held = await instance.services.ownership.read(instance.uuid);
  if (held === undefined) return settled;
  const { migration, owner } = held.record;
  if (migration !== null && staysOnHost(migration)) return await closeSuccession(instance, migration);
  if (settled !== "nothing") return settled;
  const todo = unfinished(held.record, instance.services.host);
  if (todo === "nothing") return await goOnHere(instance);
  if (todo === "settle") return await settleHere(instance, held.record, { peerOf, onLeft });
  const peer = peerOf(migration === null ? owner : migration.target);
  if (peer === undefined) return "waiting";
  if (todo === "leave") return await leaveArrived({ instance, peer, onLeft, onLost });
  using _lock = instance.lock.take(instance.name, `recovery of the migration to ${peer.host}`);
  if (todo === "call-off") return await stayHere(instance, peer, held);
  return await finishMove({ instance, peer, onLeft, onLost }, held.record);
}

async function stayHere(
  instance: Instance,
  peer: MigrationPeer<Duplex>,
  { record, revision }: OwnedRevision,
): Promise<"nothing" | "stayed" | "waiting"> {
  const { live } = instance;
  const { migration } = record;
  if (migration === null) return "nothing";
  const { ownership, layout } = instance.services;
  const isGone = live === undefined && (await readRuntime(layout, instance.uuid)) === undefined;
  // A commit that was sent, and whose answer nobody heard, must not take effect once the guest runs here.
  const next = isGone ? released(record, ownership) : staying(record);
  if ((await ownership.compareAndSwap(next, revision)) === undefined) return "waiting";
  if (live === undefined) return isGone ? "stayed" : "waiting";
  const wasRunning = await ranBefore(instance, migration.id);
  await abandonMirrors(live);
  await restoreLimits(live, instance.stored.spec.disks);
  await keepRunningHere({ instance, live, wasRunning });
  await undoBegin({ instance, live });
  // The target may be away; what it prepared never ran and ends with its stream.
  await peer.abort(migration.id).catch(() => undefined);
  return "stayed";
}

async function finishMove(
  { instance, peer, onLeft, onLost }: Leaving & { readonly onLost: (error: GantryError) => void },
  record: OwnershipRecord,
): Promise<Recovered> {
  const { live } = instance;
  const { migration } = record;
  if (migration === null) return "nothing";
  const wasRunning = await ranBefore(instance, migration.id);
  if (migration.handsOn !== undefined) {
    const { id } = migration;
    const handingOver = new HandingOver(peer, () => handOver({ id, instance, wasRunning }, record));
    const found = await carryOn({ id, instance, peer, wasRunning, handingOver, onLost });
    if (found !== "retire") return found;
    if (live === undefined) return await leave({ instance, peer, onLeft }, id);
    await retire({ id, instance, live, peer, onLeft });
    return "moved";
  }
  const answer = await peer.probe(migration.id).catch(() => undefined);
  const hasProcess = live !== undefined;
  const processOnRecord = (await readRuntime(instance.services.layout, instance.uuid)) !== undefined;
  const next = afterCommit({ answer: answer?.phase, hasProcess, processOnRecord });
  if (next === "wait") return "waiting";
  if (next === "take-back") {
    await takeBack({ instance, live, wasRunning });
    return "stayed";
  }
  // Whoever hands over has taken nothing over; a person may have begun to when the agent died.
  await rm(instance.services.layout.takenFile(migration.id), { force: true });
  await peer.commit(await handOver({ id: migration.id, instance, wasRunning }, record));
  if (live === undefined) return await leave({ instance, peer, onLeft }, migration.id);
  await retire({ id: migration.id, instance, live, peer, onLeft });
  return "moved";
}

/** The guest has arrived on the host that a shared record names, and this host did not hear of it: what is left here goes. */
async function leaveArrived({
  instance,
  peer,
  onLeft,
  onLost,
}: Leaving & { readonly onLost: (error: GantryError) => void }): Promise<"moved" | "waiting"> {
  const { live } = instance;
  const id = await newestMigration(instance.services.layout.journalFile(instance.uuid));
  if (id === undefined) return "waiting";
  using _lock = instance.lock.take(instance.name, `removal after its migration to ${peer.host}`);
  if (live === undefined) return await leave({ instance, peer, onLeft }, id);
  // What else is here, the record cannot have meant: it is older than the guest, as from a backup. A person has to look.
  // A half that was cut off can run nowhere, whatever the record says.
  const isHalf = lacksMemory((await queryMigrate(live.monitor)).status);
  if (!isHalf && (await queryStatus(live.monitor)).status !== "postmigrate") {
    instance.services.log("error", `${instance.name} is here, but its ownership record names another host`);
    return "waiting";
  }
  if (isHalf) {
    // A target whose process has ended settles the record they share, whatever that lacked: only it knows.
    const seen = await lookAtBoth({ id, instance, peer });
    if (seen.answer === undefined) return "waiting";
    const found = new LossThere().found({ instance, peer }, seen);
    if (found !== undefined) onLost(memoryLost({ instance, peer }, { ...found, startsOn: peer.host }));
  }
  await retire({ id, instance, live, peer, onLeft });
  return "moved";
}

/**
 * No migration is under way. A guest that QEMU holds since one, although it ran before, was about to be let go on when the
 * agent died.
 */
async function goOnHere(instance: Instance): Promise<"nothing" | "stayed"> {
  const { live, services } = instance;
  const id = await newestMigration(services.layout.journalFile(instance.uuid));
  if (live === undefined || id === undefined || !(await ranBefore(instance, id))) return "nothing";
  if ((await queryStatus(live.monitor)).status !== "postmigrate") return "nothing";
  using _lock = instance.lock.take(instance.name, "the end of a migration that did not take place");
  await openRunGate(services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
  return "stayed";
}

/**
 * It arrived here. Writes that, if the store was away when it was to be written; and asks the source whether it has let go,
 * if it could not say so.
 */
async function settleHere(
  instance: Instance,
  { migration, epoch }: OwnershipRecord,
  {
    peerOf,
    onLeft,
  }: {
    readonly peerOf: (host: string) => MigrationPeer<Duplex> | undefined;
    readonly onLeft: () => void;
  },
): Promise<"nothing" | "moved" | "waiting"> {
  const { live, services } = instance;
  if (migration === null) return "nothing";
  if (live !== undefined) {
    const journal = services.layout.journalFile(instance.uuid);
    if (!(await journalMentions(journal, live.incarnation))) return "waiting";
    // Perhaps its agent died before it had done this.
    if (migration.phase === "committed") await finishRun(instance, live, epoch);
    if (migration.phase === "committed" && live.clock === undefined) settleIn(live);
    // The source has to be found by the record until all of the guest is here.
    if (!(await confirmArrival(instance, live))) return "waiting";
  }
  // It may be waiting for a page, and is taken up once that has come.
  const isHalf = migration.handsOn !== undefined && migration.phase === "committed";
  if (live === undefined && isHalf && (await readRuntime(services.layout, instance.uuid)) !== undefined)
    return "waiting";
  if (services.ownership.shared) return "nothing";
  const answer = await peerOf(migration.source)
    ?.stands(migration.id, instance.uuid)
    .catch(() => undefined);
  const next = afterArrival(answer);
  if (next === "wait") return "waiting";
  if (next === "withdraw") return await withdraw(instance, { source: migration.source, onLeft });
  await noteLetGo(services, instance.uuid, migration.id);
  return "nothing";
}

/** The paused copy here is gone and the target has the guest: nothing is left to do but to forget it. */
async function leave({ instance, peer, onLeft }: Leaving, id: string): Promise<"moved"> {
  const { layout } = instance.services;
  await returnCopied(instance, id);
  await endUnreachable(instance, { state: "stopped", reason: "Moved to another host." });
  onLeft();
  await sendOlderPast({ id, instance, peer });
  await deleteCopied(instance, id);
  await removeInstance(layout, instance.uuid);
  instance.lock.close("moved to another host");
  await letGoOf({ id, instance, peer });
  return "moved";
}

async function ranBefore(instance: Instance, migrationId: string): Promise<boolean> {
  return await journalHolds(
    instance.services.layout.journalFile(instance.uuid),
    `migrate ${migrationId} running`,
  );
}
