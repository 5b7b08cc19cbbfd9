import * as z from "zod";
import { maintenanceSchema } from "./maintenance.ts";

/** One finding of the doctor. Every finding carries its fix; `ok` findings say what was proven. */
export const findingSchema = z.object({
  code: z.string(),
  level: z.enum(["ok", "warn", "fail"]),
  message: z.string(),
  fix: z.string().optional(),
});
/** See {@link findingSchema}. */
export type Finding = z.output<typeof findingSchema>;

/** What a host is and has. Memory and disk in MiB; load as in /proc/loadavg. */
export const hostFactsSchema = z.object({
  name: z.string(),
  kernel: z.string(),
  cpuModel: z.string(),
  cpuFlags: z.array(z.string()),
  cpus: z.number(),
  load: z.tuple([z.number(), z.number(), z.number()]),
  memoryTotalMiB: z.number(),
  memoryAvailableMiB: z.number(),
  /** Used by the host itself: total − available − what our QEMU processes hold. */
  memoryHostMiB: z.number(),
  /** Sum of the memory assigned to instances that run. */
  memoryCommittedMiB: z.number(),
  hugePages: z.object({ total: z.number(), free: z.number(), sizeKiB: z.number() }),
  kvm: z.object({ usable: z.boolean(), reason: z.string() }),
  qemu: z.object({ binary: z.string(), version: z.string(), machineTypes: z.array(z.string()) }).nullable(),
  disks: z.array(z.object({ path: z.string(), totalMiB: z.number(), freeMiB: z.number() })),
});
/** See {@link hostFactsSchema}. */
export type HostFacts = z.output<typeof hostFactsSchema>;

/** `host.info`: facts plus the agent that told them. */
export const hostInfoSchema = hostFactsSchema.extend({
  agent: z.object({ pid: z.number(), version: z.string(), startedAt: z.string() }),
  /** A small guest to try things with, where there is one: what it boots by, and the memory it runs well in. */
  demoGuest: z
    .object({ kernel: z.string(), initrd: z.string(), cmdline: z.string(), memoryMiB: z.number() })
    .optional(),
});
/** See {@link hostInfoSchema}. */
export type HostInfo = z.output<typeof hostInfoSchema>;

/** One row of `hosts.list`. */
export const hostSummarySchema = z.object({
  name: z.string(),
  status: z.enum(["online", "offline"]),
  /** ISO 8601: when it last answered. */
  lastSeen: z.string().optional(),
  /** Whether this is the host of the agent that answers. */
  self: z.boolean(),
  version: z.string().optional(),
  cpus: z.number().optional(),
  memoryTotalMiB: z.number().optional(),
  memoryAvailableMiB: z.number().optional(),
  memoryCommittedMiB: z.number().optional(),
  instances: z.number(),
  /** `address:port` by which its agent is reached by others; absent for a host that has none. */
  address: z.string().optional(),
  /** SHA-256 of its public key, by which others know it. */
  fingerprint: z.string().optional(),
  /** Present while it is in maintenance. */
  maintenance: maintenanceSchema.optional(),
  /** Why it is offline. */
  reason: z.string().optional(),
});
/** See {@link hostSummarySchema}. */
export type HostSummary = z.output<typeof hostSummarySchema>;
