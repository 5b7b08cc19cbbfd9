import {
  migrate,
  migrateSetCapabilities,
  migrateSetParameters,
  type MigrationInfo,
  queryMigrate,
  stop,
} from "../../qmp/index.ts";
import { capabilitiesFor } from "../capabilities.ts";
import { askPeer, gaveUp } from "../give-up.ts";
import { MigrationNews } from "../migration-news.ts";
import { mirrorsOf } from "../mirrors.ts";
import { type Passage, preparedOf } from "../move.ts";
import { nextLook } from "../next-look.ts";
import { pauseLimitMs } from "../pause-limit.ts";
import { isTimeForPostCopy, startPostCopy } from "../post-copy/start-post-copy.ts";
import { report } from "../report.ts";
import { mayThrottle, throttleAtFirst } from "../throttle.ts";
import { relayOutgoing } from "../stream-relay.ts";
import { takeSample } from "../take-sample.ts";
import { afterTimeout } from "./after-timeout.ts";
import { assertCopying } from "./copy-disks.ts";

/** Without any byte moving for this long the link is taken for dead. */
const stallMs = 150_000;
/** What was chosen for a guest that does not move in time has this long to help. */
const leastAfterTimeoutMs = 60_000;
/** QEMU switches over as soon as it is told to. The guest is held meanwhile: if it does not, the link is dead. */
const heldForPostCopyMs = 10_000;

/** Sends the memory while the guest runs, and returns when QEMU has paused the guest to switch over. */
export async function transfer(move: Passage): Promise<void> {
  const { live, options, peer, context } = move;
  if (!options.live && move.wasRunning) {
    move.stoppedAt = performance.now();
    await stop(live.monitor);
  }
  using _ = live.monitor.onEvent((event) => {
    if (event.event !== "STOP") return;
    move.stoppedAt ??= performance.now();
    for (const port of move.instance.ports) port.holdInput(true);
  });
  using news = new MigrationNews(live.monitor);
  const stream = await askPeer(move, () => peer.openStream(preparedOf(move).memory, context.signal));
  const path = await relayOutgoing(live.paths.migration, stream, move.instance.services.lifetime);
  await migrate(live.monitor, `unix:${path}`);
  await followUntilSwitchover(move, news);
}

/** Tells QEMU how it is to send the guest, before anything is sent. */
export async function agreeOnTransfer(move: Passage): Promise<void> {
  const { live, options } = move;
  move.pauseLimitMs = pauseLimitMs(1, options.allowedPauseMs);
  await migrateSetCapabilities(live.monitor, {
    ...capabilitiesFor(options),
    "auto-converge": mayThrottle(options),
  });
  await migrateSetParameters(live.monitor, {
    // QEMU's own default is 128 MiB/s; 0 lifts the limit.
    "max-bandwidth": options.bandwidth,
    "max-postcopy-bandwidth": options.bandwidth,
    "downtime-limit": move.pauseLimitMs,
    ...throttleAtFirst(options),
  });
}

async function followUntilSwitchover(move: Passage, news: MigrationNews): Promise<void> {
  const allowedMs = move.options.timeoutSeconds * 1000;
  let deadline = move.startedAt + allowedMs;
  let lastMoved = performance.now();
  // Told while something else was asked, it must not wait for the time of the next look: the guest stands still already.
  while (news.newest !== "pre-switchover") {
    const info = await queryMigrate(move.live.monitor);
    const taken = takeSample(move, info);
    if (taken?.moved) lastMoved = performance.now();
    if (taken !== undefined) report(move, "memory", taken.how);
    if (info.status === "pre-switchover") return;
    assertGoingOn(move, info);
    // Post-copy begins once all of the memory was sent once, however long that takes.
    const awaitsFirstPass = move.afterTimeout === "post-copy" && !move.postCopy;
    if (performance.now() > deadline && !awaitsFirstPass) {
      await afterTimeout(move);
      deadline = performance.now() + Math.max(allowedMs, leastAfterTimeoutMs);
    }
    if (performance.now() - lastMoved > stallMs) throw gaveUp(move, `no byte moved for ${stallMs / 1000} s`);
    if (isTimeForPostCopy(move, info)) {
      await startPostCopy(move);
      deadline = performance.now() + heldForPostCopyMs;
    }
    await limitPause(move, info);
    if (move.disks.length > 0) assertCopying(move, await mirrorsOf(move.live));
    await nextLook(move, ["MIGRATION"]);
  }
}

/** Asks QEMU for a longer pause in later passes, up to what is allowed. */
async function limitPause(move: Passage, { ram }: MigrationInfo): Promise<void> {
  const { afterTimeout: action, options } = move;
  const most = action === "longer-pause" ? options.longerPauseMs : options.allowedPauseMs;
  const wanted = action === "longer-pause" ? most : pauseLimitMs(ram?.passes ?? 1, most);
  if (wanted === move.pauseLimitMs) return;
  await migrateSetParameters(move.live.monitor, { "downtime-limit": wanted });
  move.pauseLimitMs = wanted;
}

/** Only these words end a transfer; every other one, known or new, means that it goes on. */
function assertGoingOn(move: Passage, info: MigrationInfo): void {
  if (info.status !== "failed" && info.status !== "cancelled") return;
  throw gaveUp(
    move,
    info.errorDesc ?? (info.status === "failed" ? "QEMU gave no reason" : "it was cancelled in QEMU"),
  );
}
