import { GantryError } from "../../model/error.ts";
import { cont, queryStatus, snapshotLoad, stop } from "../../qmp/index.ts";
import { observeStatus } from "../follow-event.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { type OperationContext, runStep } from "../operation-context.ts";
import { openRunGate } from "../run-gate.ts";
import { snapshotDisks } from "./snapshot-disks.ts";
import { findJob, forgetJob, runHoldingJob } from "./snapshot-job.ts";
import { beginRevert, endRevert, readUnfinishedRevert, type UnfinishedRevert } from "./unfinished-revert.ts";

/**
 * What `snapshot-load` of QEMU 7.2 says before it touches anything (migration/savevm.c, block/snapshot.c). After any
 * other sentence disks have gone back, and the memory is of no moment at all.
 */
const refusedUntouched =
  /does not exist in one or more devices|does not support snapshots|disk-only snapshot|No block device|not found|No snapshots/;

/** Goes back with memory, in the process that runs. The guest runs only through the run gate, and only if it ran. */
export async function revertLive(
  instance: Instance,
  {
    live,
    name,
    context,
  }: { readonly live: LiveQemu; readonly name: string; readonly context: OperationContext },
): Promise<void> {
  const { running } = await queryStatus(live.monitor);
  const revert = { name, incarnation: live.incarnation, wasRunning: running };
  await beginRevert(instance, revert);
  const error = await runStep(context, "load", async () => {
    await stop(live.monitor);
    return await load(instance, live, name);
  }).catch(async (failure: unknown) => {
    // Not begun, or QEMU is gone and its end is followed elsewhere.
    if (!live.monitor.isClosed) await settle(instance, { live, revert, error: undefined });
    throw failure;
  });
  await runStep(context, "let run", () => settle(instance, { live, revert, error }));
}

/** A former agent died while it reverted this process: waits for QEMU to end it and goes on from there. */
export async function takeUpRevert(instance: Instance, live: LiveQemu): Promise<void> {
  const revert = await readUnfinishedRevert(instance);
  if (revert === undefined || revert.incarnation !== live.incarnation) return;
  // QEMU answers nothing before the job is over. Without one it was never begun, or all but forgotten.
  const job = await findJob(live.monitor, jobOf(revert.name));
  await settle(instance, { live, revert, error: job?.error }).catch((error: unknown) => {
    instance.services.log("error", `${instance.name}: a revert to ${revert.name} failed`, {
      error: GantryError.from(error).message,
    });
  });
}

async function load({ stored }: Instance, live: LiveQemu, name: string): Promise<string | undefined> {
  const devices = snapshotDisks(stored.spec).map(({ node }) => node);
  const [vmstate = ""] = devices;
  const jobId = jobOf(name);
  return await runHoldingJob(live, jobId, (patience) =>
    snapshotLoad(live.monitor, { jobId, tag: name, vmstate, devices }, patience),
  );
}

function jobOf(name: string): string {
  return `revert-${name}`;
}

async function settle(
  instance: Instance,
  how: { readonly live: LiveQemu; readonly revert: UnfinishedRevert; readonly error: string | undefined },
): Promise<void> {
  const { live, revert, error } = how;
  if (error !== undefined && !refusedUntouched.test(error))
    await endHalfway(instance, live, { ...revert, error });
  const { running } = await queryStatus(live.monitor);
  if (revert.wasRunning && !running) await openRunGate(instance.services, live, () => cont(live.monitor));
  await endRevert(instance);
  await forgetJob(live, jobOf(revert.name));
  await observeStatus(instance, live);
  if (error !== undefined) throw failed(instance, revert.name, error);
}

/** The guest in this process is of no moment any more and must never touch its disks; they go back as a stopped one's. */
async function endHalfway(
  instance: Instance,
  live: LiveQemu,
  { name, error }: { readonly name: string; readonly error: string },
): Promise<never> {
  const reason = `It was reverted to ${name}, whose memory QEMU could not read.`;
  await live.end({ state: "stopped", reason });
  await live.forgotten;
  throw new GantryError("qemu_failed", {
    message: `${instance.name} could not be reverted to ${name} with its memory: ${error}.`,
    hint: `Start it: its disks are those of ${name}, and it boots from them.`,
    where: `${instance.name} is stopped.`,
    details: { snapshot: name },
  });
}

function failed({ name, services, state }: Instance, snapshot: string, error: string): GantryError {
  return new GantryError("qemu_failed", {
    message: `${name} could not be reverted to ${snapshot}: ${error}.`,
    hint: "QEMU's own words say why; nothing was changed.",
    where: `${name} is on ${services.host}, ${state}, as it was.`,
    details: { snapshot },
  });
}
