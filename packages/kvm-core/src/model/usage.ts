import * as z from "zod";

/**
 * What one instance uses now, as its host remembers it: nothing is asked for it. Rates are per second and the mean since
 * the reading before; `cpusBusy` counts host CPUs, 1 being one of them. Absent: not known, which is not 0.
 */
export const instanceUsageSchema = z.object({
  name: z.string(),
  uuid: z.string(),
  host: z.string(),
  /** When its process was read, in milliseconds of the epoch by the host's clock. */
  at: z.number(),
  /** When its present QEMU process was started (ISO 8601). A move and a power cycle begin a new one. */
  startedAt: z.string(),
  cpusBusy: z.number().optional(),
  residentBytes: z.number().optional(),
  receivedBytes: z.number().optional(),
  sentBytes: z.number().optional(),
  readBytes: z.number().optional(),
  writtenBytes: z.number().optional(),
  /**
   * What the guest's own agent says: addresses without prefix, IPv4 first, none of loopback and links. Asked twice a
   * minute while somebody looks. Absent: no agent is there, or it has not told yet (`guestAgent`).
   */
  addresses: z.array(z.string()).optional(),
  /** Whether an agent in the guest has its channel open. */
  guestAgent: z.boolean(),
});
/** See {@link instanceUsageSchema}. */
export type InstanceUsage = z.output<typeof instanceUsageSchema>;

/** `instances.usage`: those that have a process, of all hosts that answer. */
export const usageListSchema = z.object({ instances: z.array(instanceUsageSchema) });
