import * as z from "zod";
import type { ReturnOf } from "../vocabulary.ts";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

/** QEMU's words for its run state. A newer QEMU may add some, so `status` stays a string. */
export type RunStateWord = ReturnOf<"query-status">["status"];

const queryStatusSchema = z.object({ status: z.string(), running: z.boolean() });

/** Whether the guest's CPUs run, and QEMU's word for its state (see {@link RunStateWord}). */
export interface Status {
  readonly status: RunStateWord | (string & {});
  readonly running: boolean;
}

/** Asks QEMU for its run state. Answers while the guest is paused, migrating or dead; not while QEMU hangs. */
export function queryStatus(caller: QmpCaller, options?: Patience): Promise<Status> {
  return query(caller, "query-status", queryStatusSchema, options);
}

/** Lets the guest's CPUs run. Only the run gate may call this. */
export async function cont(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("cont", undefined, options);
}

/** Stops the guest's CPUs; devices and the monitor stay. */
export async function stop(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("stop", undefined, options);
}
