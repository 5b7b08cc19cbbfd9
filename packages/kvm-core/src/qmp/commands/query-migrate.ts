import * as z from "zod";
import type { ReturnOf } from "../vocabulary.ts";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

/** QEMU's words for how a migration stands. A word that is not here means: still going. */
export type MigrationStatusWord = NonNullable<ReturnOf<"query-migrate">["status"]>;

const ramSchema = z
  .object({
    total: z.number(),
    remaining: z.number(),
    transferred: z.number(),
    mbps: z.number(),
    "page-size": z.number(),
    "dirty-pages-rate": z.number(),
    "dirty-sync-count": z.number(),
  })
  .transform((ram) => ({
    totalBytes: ram.total,
    remainingBytes: ram.remaining,
    transferredBytes: ram.transferred,
    /** Megabits a second. */
    mbps: ram.mbps,
    dirtyBytesPerSecond: ram["dirty-pages-rate"] * ram["page-size"],
    /** Passes over the memory so far. */
    passes: ram["dirty-sync-count"],
  }));

const queryMigrateSchema = z
  .object({
    status: z.string().default("none"),
    "error-desc": z.string().optional(),
    "total-time": z.number().optional(),
    downtime: z.number().optional(),
    "expected-downtime": z.number().optional(),
    "setup-time": z.number().optional(),
    "cpu-throttle-percentage": z.number().optional(),
    ram: ramSchema.optional(),
    "socket-address": z.array(z.looseObject({ type: z.string() })).optional(),
  })
  .transform((info) => ({
    status: info.status,
    errorDesc: info["error-desc"],
    totalMs: info["total-time"],
    /** How long the guest stood still; known only at the end. */
    downtimeMs: info.downtime,
    expectedDowntimeMs: info["expected-downtime"],
    setupMs: info["setup-time"],
    cpuThrottlePercent: info["cpu-throttle-percentage"],
    ram: info.ram,
    /** Target: where it listens, with the port that the kernel chose. */
    socketAddress: info["socket-address"],
  }));

/** How a migration goes. Events give no figures: they have to be asked for. */
export interface MigrationInfo extends Omit<z.output<typeof queryMigrateSchema>, "status"> {
  readonly status: MigrationStatusWord | (string & {});
}

/** The present or last migration of this QEMU; status `none` when there was none. */
export function queryMigrate(caller: QmpCaller, options?: Patience): Promise<MigrationInfo> {
  return query(caller, "query-migrate", queryMigrateSchema, options);
}
