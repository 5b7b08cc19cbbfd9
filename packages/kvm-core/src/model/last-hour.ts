import * as z from "zod";
import { nameSchema, instanceReferenceSchema } from "./name.ts";

/** `since`: `until` of the answer before, so that only what came after it is told again. */
const since = z.number().min(0).optional();
/** `instances.lastHour`. */
export const instanceLastHourInput = z.strictObject({ instance: instanceReferenceSchema, since });
/** `host.lastHour`: of the agent's own host when none is named. */
export const hostLastHourInput = z.strictObject({ host: nameSchema.optional(), since }).default({});

/** One quantity over time, as long as the times beside it. `null`: not known then, which is drawn as a gap, never as 0. */
const columnSchema = z.array(z.number().nullable());
/** Milliseconds of the epoch by the host's clock, ascending. A rate is the mean since the time before. */
const timesSchema = z.array(z.number());

const spanSchema = {
  host: z.string(),
  /** Since when it is measured, in milliseconds of the epoch: the agent's start or the instance's arrival. Not kept over a restart. */
  from: z.number(),
  /** To be given as `since` the next time. */
  until: z.number(),
};

/** The last hour of one instance. Rates are per second; `cpus` counts host CPUs kept busy, 1 being one of them. */
export const instanceLastHourSchema = z.object({
  ...spanSchema,
  instance: z.string(),
  cpus: z.number(),
  memoryBytes: z.number(),
  /** Read from /proc: each two seconds while somebody looks, and otherwise as seldom as keeps a full host idle. */
  process: z.object({
    at: timesSchema,
    cpus: columnSchema,
    residentBytes: columnSchema,
    receivedBytes: columnSchema,
    sentBytes: columnSchema,
  }),
  /** Asked of QEMU, more seldom while nobody looks at this instance. */
  disks: z.object({
    at: timesSchema,
    readBytes: columnSchema,
    writtenBytes: columnSchema,
    /** What the balloon leaves the guest; not a rate. */
    balloonBytes: columnSchema,
  }),
});
/** See {@link instanceLastHourSchema}. */
export type InstanceLastHour = z.output<typeof instanceLastHourSchema>;

/** The last hour of a host. Its network is what went over its own interfaces, not over bridges and taps. */
export const hostLastHourSchema = z.object({
  ...spanSchema,
  cpus: z.number(),
  memoryBytes: z.number(),
  at: timesSchema,
  /** CPUs kept busy. */
  cpusBusy: columnSchema,
  /** Total less what new programs could still get. */
  memoryUsedBytes: columnSchema,
  /** Of one minute, as in /proc/loadavg. */
  load: columnSchema,
  receivedBytes: columnSchema,
  sentBytes: columnSchema,
});
/** See {@link hostLastHourSchema}. */
export type HostLastHour = z.output<typeof hostLastHourSchema>;
