import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/error.ts";
import { isStoreFault } from "../model/ownership.ts";
import { stateOfRunState } from "../model/state.ts";
import { isAlive, isIncarnation } from "../process/index.ts";
import { cont, type Job, type QmpConnection, queryJobs, queryStatus } from "../qmp/index.ts";
import { forgetEnding, readEnding, readRuntime, type RuntimeFile } from "../state-dir/index.ts";
import { buryDead } from "./bury-dead.ts";
import { askForIoError } from "./disks/disk-error.ts";
import { settleDisks } from "./disks/settle-disks.ts";
import { findRuntime } from "./find-runtime.ts";
import { endOnPurpose } from "./end-on-purpose.ts";
import { observeStatus } from "./follow-event.ts";
import { markHandedOver } from "./mark-handed-over.ts";
import type { Instance } from "./instance.ts";
import { LiveQemu } from "./live-qemu.ts";
import type { FoundQemu } from "./qemus-below.ts";
import { releaseOwnership } from "./ownership.ts";
import { type Reach, reachMonitor } from "./reach-monitor.ts";
import { settleNics } from "./nics/settle-nics.ts";
import { openRunGate } from "./run-gate.ts";
import { takeUpBackup } from "./backup/unfinished-backup.ts";
import { takeUpRevert } from "./snapshots/revert-live.ts";
import { settleSnapshotJobs } from "./snapshots/settle-snapshot-jobs.ts";
import { showSuspended, takeUpSuspend } from "./suspend/take-up-suspend.ts";
import { patience, unlessStoreIsAway, untilStoreAnswers } from "./store-outage.ts";
import { watchProcess } from "./watch-process.ts";

/** How often an instance that is busy is looked at again, in milliseconds. */
const busyPauseMs = 50;

/**
 * Takes up the process that a former agent left, after it has proven to be the same one: boot, pid, start time,
 * incarnation in its command line, and once more over QMP. A dead one is cleaned up and its end explained. One that
 * hangs is shown as unresponsive and taken up as soon as it greets.
 *
 * @param processes the QEMU processes of this host, from which a damaged runtime file is built again.
 */
export async function adoptInstance(instance: Instance, processes: readonly FoundQemu[]): Promise<void> {
  const runtime = await findRuntime(instance, processes);
  if (runtime === undefined) {
    await releaseUnused(instance);
    await takeUpBackup(instance);
    await showSuspended(instance);
    instance.services.crashPolicy.resume(instance);
  } else if (!(await isAmong(processes, runtime))) await buryDead(instance, runtime);
  else await follow(instance, runtime, await reachMonitor(instance, runtime));
  await markHandedOver(instance);
}

/** Whether the recorded process was found by its command line, and still is that process. */
async function isAmong(
  processes: readonly FoundQemu[],
  { process, incarnation }: RuntimeFile,
): Promise<boolean> {
  const found = processes.some((one) => one.pid === process.pid && one.incarnation === incarnation);
  return found && (await isAlive(process));
}

/** The former agent died between taking the permission to run and recording a process: nothing may use it now. */
async function releaseUnused(instance: Instance): Promise<void> {
  const { services, uuid } = instance;
  await unlessStoreIsAway(instance, "the release of a start that was not finished", async () => {
    const held = await services.ownership.read(uuid, patience());
    if (held?.record.migration !== null || held.record.incarnation === null) return;
    await releaseOwnership(services, uuid, held.record.incarnation);
  });
}

async function follow(instance: Instance, runtime: RuntimeFile, reach: Reach): Promise<void> {
  if (reach.kind === "open") return await takeUp(instance, runtime, reach.monitor);
  const { pid } = runtime.process;
  const { reason } = reach;
  instance.observe(
    "unresponsive",
    `QEMU process ${pid} lives but its monitor ${reason} Force stop is possible.`,
  );
  if (reach.kind === "silent") {
    void takeUpLater(instance, runtime, reach.opening).catch((error: unknown) => {
      instance.services.log("error", `${instance.name} could not be taken up`, {
        error: GantryError.from(error).message,
      });
    });
  } else instance.outOfReach = runtime;
}

async function takeUpLater(instance: Instance, runtime: RuntimeFile, opening: Promise<Reach>): Promise<void> {
  const reach = await opening;
  const { lifetime, layout, log } = instance.services;
  // A force stop may be ending it at this moment.
  await untilNotBusy(instance);
  const recorded = await readRuntime(layout, instance.uuid);
  const isOver = lifetime.aborted || recorded?.incarnation !== runtime.incarnation;
  if (isOver) return reach.kind === "open" ? reach.monitor.close() : undefined;
  if (!(await isIncarnation(runtime.process, runtime.incarnation))) return await buryDead(instance, runtime);
  using _lock = instance.lock.take(instance.name, "adoption");
  log("info", `${instance.name}: its QEMU answers again and is taken up`);
  await follow(instance, runtime, reach);
  await markHandedOver(instance);
}

async function untilNotBusy({ lock, services }: Instance): Promise<void> {
  while (lock.holder !== undefined && !lock.isClosed && !services.lifetime.aborted) await delay(busyPauseMs);
}

async function takeUp(instance: Instance, runtime: RuntimeFile, monitor: QmpConnection): Promise<void> {
  const live = new LiveQemu(runtime, monitor);
  instance.live = live;
  watchProcess(instance, live);
  const present = askForPresent(live);
  for (const [index, port] of instance.ports.entries()) {
    await port.attach(live.paths.serial(index)).catch((error: unknown) => {
      instance.services.log("warn", `${instance.name}: serial port ${index} could not be attached`, {
        error: GantryError.from(error).message,
      });
    });
  }
  await settleNics(instance, live);
  await settleDisks(instance, live).catch((error: unknown) => {
    instance.services.log("warn", `${instance.name}: what was begun with its disks could not be finished`, {
      error: GantryError.from(error).message,
    });
  });
  if (await takeUpSuspend(instance, live)) return;
  await takeUpBackup(instance);
  await settleSnapshotJobs(live, (await present()).jobs);
  await takeUpRevert(instance, live);
  if (instance.live !== live) return;
  const { status } = await present();
  if (status === "shutdown") return await endShutDown(instance, live);
  // Whatever a former agent was about to do about it: it lives, and its next end is another one.
  await forgetEnding(instance.services.layout, instance.uuid);
  if (status === "prelaunch") return await letRun(instance, live);
  if (status === "guest-panicked")
    return await instance.services.crashPolicy.panicked(instance, runtime.startedAt);
  const reason = status === "io-error" ? await askForIoError(live) : undefined;
  instance.observe(stateOfRunState(status), reason, runtime.startedAt);
}

async function endShutDown(instance: Instance, live: LiveQemu): Promise<void> {
  const asked = await readEnding(instance.services.layout, live.runtime);
  const isForHost =
    asked !== undefined && "stopWanted" in asked && asked.stopWanted === "until the host is back";
  await endOnPurpose(instance, live, {
    state: "stopped",
    reason: "The guest shut down while no agent ran.",
    ranUntilEndOf: isForHost ? live.identity.bootId : undefined,
  });
}

interface Present {
  readonly jobs: readonly Job[];
  readonly status: string;
}

/** Asks at once what will be needed, in the packet of whoever asks now too. What an event has overtaken is asked again. */
function askForPresent(live: LiveQemu): () => Promise<Present> {
  const ask = async (): Promise<Present> => {
    const [jobs, { status }] = await Promise.all([queryJobs(live.monitor), queryStatus(live.monitor)]);
    return { jobs, status };
  };
  const { news } = live;
  const asked = ask();
  asked.catch(() => undefined);
  return () => (live.news === news ? asked : ask());
}

/** The former agent died between the launch, or a reset, and the run gate: what was asked for is finished. */
async function letRun(instance: Instance, live: LiveQemu): Promise<void> {
  for (const port of instance.ports) await port.markBoot();
  try {
    await openRunGate(instance.services, live, () => cont(live.monitor));
    await observeStatus(instance, live);
  } catch (error) {
    if (!isStoreFault(error)) throw error;
    instance.observe("paused", `It goes on as soon as the store answers. ${error.message}`);
    void letRunLater(instance, live).catch((failure: unknown) => {
      const { message } = GantryError.from(failure);
      instance.services.log("error", `${instance.name} could not be let run`, { error: message });
    });
  }
}

/** Unless somebody else has done something about it meanwhile. */
async function letRunLater(instance: Instance, live: LiveQemu): Promise<void> {
  await untilStoreAnswers(instance);
  await untilNotBusy(instance);
  const { lifetime } = instance.services;
  if (lifetime.aborted || instance.live !== live) return;
  using _lock = instance.lock.take(instance.name, "adoption");
  if ((await queryStatus(live.monitor)).status !== "prelaunch") return;
  await openRunGate(instance.services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
}
