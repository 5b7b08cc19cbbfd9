import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

const queryCpusFastSchema = z.array(
  z
    .object({ "cpu-index": z.number(), "thread-id": z.number() })
    .transform((cpu) => ({ index: cpu["cpu-index"], threadId: cpu["thread-id"] })),
);

/** A guest CPU and the host thread that runs it (`/proc/<pid>/task/<threadId>`). */
export type GuestCpu = z.output<typeof queryCpusFastSchema>[number];

/** The guest's CPUs, without stopping any of them. */
export function queryCpusFast(caller: QmpCaller, options?: Patience): Promise<GuestCpu[]> {
  return query(caller, "query-cpus-fast", queryCpusFastSchema, options);
}
