import { GantryError } from "../../model/index.ts";
import type { QmpEvent } from "../message.ts";
import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";
import { type Job, jobDismiss, queryJobs } from "./jobs.ts";

/** What a verb needs that waits for events as well. */
export interface QmpMonitor extends QmpCaller {
  waitForEvent(match: (event: QmpEvent) => boolean, options?: Patience): Promise<QmpEvent>;
}

/**
 * Waits until a job is concluded, forgets it and returns its error: QEMU's sentence, or undefined for success. Without
 * `timeoutMs` it waits for as long as QEMU lives; when it gives up the job goes on and must be cancelled.
 *
 * @throws GantryError `monitor_failed` (no such job, or QEMU ended), `monitor_timeout`, `cancelled`.
 */
export async function concludeJob(
  monitor: QmpMonitor,
  id: string,
  options?: Patience,
): Promise<string | undefined> {
  const { error } = await waitForJob(monitor, { id, until: ["concluded"] }, options);
  await jobDismiss(monitor, id);
  return error;
}

/**
 * Waits until a mirror or an active commit has caught up.
 *
 * @returns the job, `ready`; or `concluded` because it failed before, with its `error`.
 * @throws GantryError like {@link concludeJob}.
 */
export function waitUntilJobReady(monitor: QmpMonitor, id: string, options?: Patience): Promise<Job> {
  return waitForJob(monitor, { id, until: ["ready", "concluded"] }, options);
}

async function waitForJob(
  monitor: QmpMonitor,
  { id, until }: { readonly id: string; readonly until: readonly string[] },
  { timeoutMs, signal }: Patience = {},
): Promise<Job> {
  const enough = new AbortController();
  const signals = signal === undefined ? [enough.signal] : [enough.signal, signal];
  // Heard from before the question on: the job may get there between the answer and the wait.
  const change = monitor.waitForEvent(
    ({ event, data }) =>
      event === "JOB_STATUS_CHANGE" && data["id"] === id && until.includes(String(data["status"])),
    { timeoutMs, signal: AbortSignal.any(signals) },
  );
  change.catch(() => undefined);
  try {
    const now = await findJob(monitor, id, signal);
    if (until.includes(now.status)) return now;
    await change;
    return await findJob(monitor, id, signal);
  } finally {
    enough.abort();
  }
}

async function findJob(monitor: QmpMonitor, id: string, signal: AbortSignal | undefined): Promise<Job> {
  const job = (await queryJobs(monitor, { signal })).find((candidate) => candidate.id === id);
  if (job !== undefined) return job;
  throw new GantryError("monitor_failed", {
    message: `QEMU knows no job ${id}.`,
    hint: "It never began, or somebody dismissed it; look at the disks it worked on before it is begun again.",
    details: { job: id },
  });
}
