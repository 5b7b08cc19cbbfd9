import type { MigrationSample } from "../../model/migration.ts";
import {
  migrate,
  migrateSetCapabilities,
  migrateSetParameters,
  type MigrationInfo,
  queryMigrate,
  stop,
} from "../../qmp/index.ts";
import { migrationCapabilities } from "../capabilities.ts";
import { askPeer, gaveUp } from "../give-up.ts";
import { keepSample } from "../keep-samples.ts";
import { MigrationNews } from "../migration-news.ts";
import { mirrorsOf } from "../mirrors.ts";
import { type Passage, preparedOf } from "../move.ts";
import { nextLook } from "../next-look.ts";
import { pauseLimitMs } from "../pause-limit.ts";
import { progressOf } from "../progress.ts";
import { report } from "../report.ts";
import { mayThrottle, throttleAtFirst } from "../throttle.ts";
import { relayOutgoing } from "../stream-relay.ts";
import { afterTimeout } from "./after-timeout.ts";
import { assertCopying } from "./copy-disks.ts";

/** Without any byte moving for this long the link is taken for dead. */
const stallMs = 150_000;
/** What was chosen for a guest that does not move in time has this long to help. */
const leastAfterTimeoutMs = 60_000;

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
    ...migrationCapabilities,
    "auto-converge": mayThrottle(options),
  });
  await migrateSetParameters(live.monitor, {
    // QEMU's own default is 128 MiB/s; 0 lifts the limit.
    "max-bandwidth": options.bandwidth,
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
    if (takeSample(move, info)) lastMoved = performance.now();
    if (info.status === "pre-switchover") return;
    assertGoingOn(move, info);
    if (performance.now() > deadline) {
      await afterTimeout(move);
      deadline = performance.now() + Math.max(allowedMs, leastAfterTimeoutMs);
    }
    if (performance.now() - lastMoved > stallMs) throw gaveUp(move, `no byte moved for ${stallMs / 1000} s`);
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

/** Tells of one reading; true when it shows that something moved. */
function takeSample(move: Passage, info: MigrationInfo): boolean {
  const before = move.samples.at(-1);
  const sample = keepReading(move, info);
  if (sample === undefined) return false;
  const fraction = before === undefined ? 0 : progressOf(before, 0).fraction;
  report(move, "memory", progressOf(sample, fraction));
  return before === undefined || before.transferredBytes !== sample.transferredBytes;
}

/** Keeps one reading, if there is anything in it. */
export function keepReading(move: Passage, info: MigrationInfo): MigrationSample | undefined {
  const { ram } = info;
  if (ram === undefined) return undefined;
  const sample: MigrationSample = {
    atMs: Math.round(performance.now() - move.startedAt),
    status: info.status,
    pass: ram.passes,
    totalBytes: ram.totalBytes,
    remainingBytes: ram.remainingBytes,
    transferredBytes: ram.transferredBytes,
    bytesPerSecond: Math.round((ram.mbps * 1e6) / 8),
    dirtyBytesPerSecond: ram.dirtyBytesPerSecond,
    // In the first pass QEMU has seen no rate yet and says its default.
    ...(ram.passes < 2 || info.expectedDowntimeMs === undefined
      ? {}
      : { expectedPauseMs: info.expectedDowntimeMs }),
    ...(info.cpuThrottlePercent === undefined ? {} : { throttlePercent: info.cpuThrottlePercent }),
  };
  keepSample(move.samples, sample);
  return sample;
}

/** Only these words end a transfer; every other one, known or new, means that it goes on. */
function assertGoingOn(move: Passage, info: MigrationInfo): void {
  if (info.status !== "failed" && info.status !== "cancelled") return;
  throw gaveUp(
    move,
    info.errorDesc ?? (info.status === "failed" ? "QEMU gave no reason" : "it was cancelled in QEMU"),
  );
}
