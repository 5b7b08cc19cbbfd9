import { jobDismiss, queryJobs } from "../../qmp/index.ts";
import type { LiveQemu } from "../live-qemu.ts";

/** QEMU answers nothing while it reads or writes memory: a large one on a slow disk takes its time. */
const silentMs = 3_600_000;

/**
 * Begins a job that holds QEMU's main loop until it is done, and waits for its end.
 *
 * @returns QEMU's sentence when it failed. The job stays known until {@link forgetJob}.
 */
export async function runHoldingJob(
  { monitor }: LiveQemu,
  id: string,
  begin: (patience: { readonly timeoutMs: number }) => Promise<void>,
): Promise<string | undefined> {
  const enough = new AbortController();
  using _ = { [Symbol.dispose]: () => enough.abort() };
  // Heard from before it begins: events are not repeated, and nothing can be asked in between.
  const concluded = monitor.waitForEvent(
    ({ event, data }) => event === "JOB_STATUS_CHANGE" && data["id"] === id && data["status"] === "concluded",
    { signal: enough.signal },
  );
  concluded.catch(() => undefined);
  await begin({ timeoutMs: silentMs });
  await concluded;
  return (await findJob(monitor, id))?.error;
}

type Job = Awaited<ReturnType<typeof queryJobs>>[number];

/** A job that somebody began on this QEMU and nobody has dismissed. */
export async function findJob(monitor: LiveQemu["monitor"], id: string): Promise<Job | undefined> {
  return (await queryJobs(monitor, { timeoutMs: silentMs })).find((job) => job.id === id);
}

/** Lets QEMU forget a job that is concluded; nothing to do when it has. */
export async function forgetJob({ monitor }: LiveQemu, id: string): Promise<void> {
  if ((await findJob(monitor, id)) !== undefined) await jobDismiss(monitor, id);
}
