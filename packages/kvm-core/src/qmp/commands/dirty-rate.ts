import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

const queryDirtyRateSchema = z.object({ status: z.string(), "dirty-rate": z.number().optional() });

const askEveryMs = 50;

/**
 * How fast the guest writes to its memory, in bytes a second, by samples of its pages over one second. QEMU rounds to
 * whole MiB/s. (Its other ways to measure, the dirty bitmap and ring, crash QEMU 7.2 without KVM: never sent.)
 *
 * @param samplesPerGiB pages that are looked at in each GiB, 128 to 16384.
 */
export async function measureDirtyRate(
  caller: QmpCaller,
  samplesPerGiB: number,
  options?: Patience,
): Promise<number> {
  await caller.execute("calc-dirty-rate", { "calc-time": 1, "sample-pages": samplesPerGiB }, options);
  for (;;) {
    await delay(askEveryMs, undefined, { signal: options?.signal });
    const { status, "dirty-rate": rate } = await query(
      caller,
      "query-dirty-rate",
      queryDirtyRateSchema,
      options,
    );
    if (status === "measured" && rate !== undefined) return rate * 1_048_576;
  }
}
