import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { changeOwnership, observeStatus, openRunGate } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import { switching } from "../../model/ownership-rules.ts";
import {
  cont,
  migrateCancel,
  migrateContinue,
  queryMigrate,
  queryStatus,
  yankMigration,
} from "../../qmp/index.ts";
import { askPeer, cancelledByUser, gaveUp, stayed } from "../give-up.ts";
import { consoleEnds } from "../console-ends.ts";
import { MigrationNews } from "../migration-news.ts";
import { finishMirrors, mirrorsOf } from "../mirrors.ts";
import type { Passage } from "../move.ts";
import { cutCopies, takeCopySample } from "./copy-disks.ts";

/** How long the target and the store may take to answer while the guest is paused. */
const confirmMs = 2000;
/**
 * QEMU has no time-out of its own between `migrate-continue` and `completed`: it would hang with the guest paused. So long
 * beyond the pause that it was allowed for the last of the memory.
 */
const deviceMs = 5000;
/** QEMU's events tell when its migration has ended; how often it is asked all the same, in milliseconds. */
const lookAgainMs = 20;
/** For the last of the disks of a guest that nobody waits for. */
const unhurriedMs = 600_000;

/**
 * The guest is paused. Makes sure that the target lives and the record can be written, then lets QEMU send the rest and
 * waits until it says `completed`.
 */
export async function switchover(move: Passage): Promise<void> {
  const { instance, live } = move;
  assertNotCancelled(move);
  await bothSidesReady(move);
  await finishCopies(move);
  // The commit comes first.
  if (move.postCopy) return;
  using news = new MigrationNews(live.monitor);
  try {
    await openRunGate(instance.services, live, () => migrateContinue(live.monitor));
  } catch (error) {
    throw stayed(move, error);
  }
  // While QEMU sends: the guest writes no more. What cannot be read now is read once more when it is handed over.
  const ends = consoleEnds(instance).catch(() => undefined);
  await completedInTime(move, news);
  move.consoleEnds = await ends;
}

/** The target waits, and the record can be written. Both are asked at the same time, and neither is left under way. */
async function bothSidesReady(move: Passage): Promise<void> {
  const { instance, live, peer } = move;
  const limit = AbortSignal.timeout(confirmMs);
  const [target, record] = await Promise.allSettled([
    askPeer(move, () => peer.probe(move.id, limit)),
    // A store of this host's own keeps this thread while it writes: by then the question is to be on its way.
    nextTurn().then(() => changeOwnership(instance.services, live.runtime, switching, limit)),
  ]);
  if (target.status === "rejected") throw target.reason;
  const { phase, message } = target.value;
  if (phase !== "receiving" && phase !== "waiting")
    throw lost(move, `the target ${message ?? `is ${phase}`}`);
  if (record.status === "rejected") throw stayed(move, record.reason);
}

/** The guest is paused: what is left of its disks is copied now, within the pause that is allowed. */
async function finishCopies(move: Passage): Promise<void> {
  if (move.disks.length === 0) return;
  takeCopySample(move, await mirrorsOf(move.live));
  const { allowedPauseMs, longerPauseMs, live } = move.options;
  const allowed = move.afterTimeout === "longer-pause" ? longerPauseMs : allowedPauseMs;
  // A guest that was paused, or is moved held, is not held up by this.
  const held = !live || !move.wasRunning || move.afterTimeout === "stop";
  const limitMs = held ? unhurriedMs : allowed;
  const names = move.disks.map(({ disk }) => disk);
  const error = await finishMirrors(move.live, names, limitMs).catch((thrown: unknown) => {
    if (GantryError.from(thrown).code !== "monitor_timeout") throw thrown;
    const why = `its guest writes to its disks faster than they are copied, and the rest did not fit into the allowed pause of ${allowed} ms`;
    throw gaveUp(
      move,
      why,
      "Allow a longer pause, limit what its disks may write, or move it at a quieter time.",
    );
  });
  if (error !== undefined) throw lost(move, `a disk could not be copied to its end: ${error}`);
  move.disks = move.disks.map((disk) => ({ ...disk, copiedBytes: disk.totalBytes }));
}

async function completedInTime(move: Passage, news: MigrationNews): Promise<void> {
  const { live } = move;
  const limit = AbortSignal.timeout(move.pauseLimitMs + deviceMs);
  const watchdog = () => {
    // Out of band: the ordinary monitor may hang with QEMU's big lock while the link is dead.
    yankMigration(live.monitor).catch(() => undefined);
  };
  limit.addEventListener("abort", watchdog, { once: true });
  try {
    await settled(move, news);
  } finally {
    limit.removeEventListener("abort", watchdog);
  }
}

async function settled(move: Passage, news: MigrationNews): Promise<void> {
  const { monitor } = move.live;
  // QEMU changes its state and tells of it in one go: the guest stands still, and is not asked about once more.
  while (news.newest !== "completed") {
    const isTold = await news.next(lookAgainMs);
    if (isTold && news.newest !== "failed" && news.newest !== "cancelled") continue;
    const info = await queryMigrate(monitor, { timeoutMs: move.pauseLimitMs + deviceMs + 10_000 });
    if (info.status === "completed") return;
    if (info.status === "failed" || info.status === "cancelled")
      throw lost(move, info.errorDesc ?? "the link broke");
  }
}

/**
 * Undo of transfer and switchover of this agent's own move. While a copy waits for a target that says nothing, QEMU answers
 * nobody: it is cut first. What fails is kept, so that the record is left to recovery.
 */
export async function undoTransfer(move: Passage): Promise<void> {
  cutCopies(move);
  try {
    await keepRunningHere(move);
  } catch (error) {
    // Of a process that is gone nothing is left to go on.
    if (!move.live.monitor.isClosed) move.notGoingOn = GantryError.from(error);
    throw error;
  }
}

/**
 * Ends QEMU's migration and sees to it that a guest that ran, runs. QEMU resumes by
 * itself after a cancel before the switchover, but not after `completed`, nor when it was paused for a non-live move.
 */
export async function keepRunningHere(
  move: Pick<Passage, "instance" | "live" | "wasRunning"> & Partial<Pick<Passage, "commitSent">>,
): Promise<void> {
  const { instance, live, wasRunning, commitSent } = move;
  for (const port of instance.ports) port.holdInput(false);
  await endQemuMigration(move);
  const { running } = await queryStatus(live.monitor);
  // Only the agent that made this migration knows that it sent no commit; one that recovers it has to read the record.
  const pausedHere = commitSent === false;
  if (wasRunning && !running)
    await openRunGate(instance.services, live, () => cont(live.monitor), { pausedHere });
  await observeStatus(instance, live);
}

/** Cancels what QEMU still has under way before the switchover. After post-copy has begun it must not be asked for. */
export async function endQemuMigration({ live }: Pick<Passage, "live">): Promise<void> {
  for (let asked = false; ; ) {
    const { status } = await queryMigrate(live.monitor, { timeoutMs: 15_000 });
    if (["none", "completed", "failed", "cancelled"].includes(status)) return;
    // Decide by the state, never by the reply: a cancel after completion is answered with success too.
    if (!asked) await migrateCancel(live.monitor);
    asked = true;
    await delay(10);
  }
}

function assertNotCancelled(move: Passage): void {
  if (move.context.signal.aborted) throw cancelledByUser(move);
}

function lost(move: Passage, why: string): GantryError {
  return gaveUp(move, `at the switchover ${why}`, "Nothing is lost. Look at the target and migrate again.");
}
