import * as z from "zod";
import type { ReturnOf } from "../vocabulary.ts";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

/** QEMU's words; `concluded` is the end, with or without an error. */
export type JobStatusWord = ReturnOf<"query-jobs">[number]["status"];

const queryJobsSchema = z.array(
  z
    .object({
      id: z.string(),
      type: z.string(),
      status: z.string(),
      "current-progress": z.number(),
      "total-progress": z.number(),
      error: z.string().optional(),
    })
    .transform((job) => ({
      id: job.id,
      type: job.type,
      status: job.status,
      /** Of no fixed unit, and `total` may grow: only their ratio means something. */
      done: job["current-progress"],
      total: job["total-progress"],
      /** QEMU's sentence when the job failed or was cancelled. */
      error: job.error,
    })),
);

/** Long work inside QEMU: backup, mirror, commit, stream, internal snapshot. */
export interface Job extends Omit<z.output<typeof queryJobsSchema>[number], "status"> {
  readonly status: JobStatusWord | (string & {});
}

/** Every job that was not dismissed. */
export function queryJobs(caller: QmpCaller, options?: Patience): Promise<Job[]> {
  return query(caller, "query-jobs", queryJobsSchema, options);
}

/** Forgets a job that is concluded. */
export async function jobDismiss(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("job-dismiss", { id }, options);
}

/** Asks a job to give up; it concludes with the error "Operation canceled". */
export async function jobCancel(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("job-cancel", { id }, options);
}
