import * as z from "zod";
import { nicLinkSchema } from "./nic-spec.ts";
import { instanceSpecSchema } from "./spec.ts";
import { instanceStateSchema } from "./state.ts";

/** One row of the list. `since` (ISO 8601) is when the state began; memory in MiB. */
export const instanceSummarySchema = z.object({
  name: z.string(),
  uuid: z.string(),
  host: z.string(),
  state: instanceStateSchema,
  cpus: z.number(),
  memoryMiB: z.number(),
  since: z.string(),
  /** Why the state is what it is, when there is something to say ("QEMU was killed by signal 9"). */
  reason: z.string().optional(),
  /** Where it is going, while migrating. */
  migratingTo: z.string().optional(),
});
/** See {@link instanceSummarySchema}. */
export type InstanceSummary = z.output<typeof instanceSummarySchema>;

/** Facts of the QEMU process that runs an instance. Paths are absolute and belong to its host. */
export const instanceRuntimeSchema = z.object({
  pid: z.number(),
  incarnation: z.string(),
  startedAt: z.string(),
  rescueMonitor: z.string(),
  serialLogs: z.array(z.string()),
  machineType: z.string(),
  cpuModel: z.string(),
  accelerator: z.enum(["kvm", "tcg"]),
  qemuVersion: z.string(),
  /** Version of the QEMU that its host has now, when this process runs another: its package was upgraded since. */
  newQemuVersion: z.string().optional(),
  epoch: z.number(),
});
/** See {@link instanceRuntimeSchema}. */
export type InstanceRuntime = z.output<typeof instanceRuntimeSchema>;

/** Figures read now from /proc and QMP. Bytes and seconds; absent when they could not be read. */
export const instanceFiguresSchema = z.object({
  readAt: z.string(),
  cpuSeconds: z.number(),
  residentBytes: z.number(),
  /** What the balloon leaves the guest of its memory. */
  balloonBytes: z.number().optional(),
  disks: z.array(
    z.object({
      name: z.string(),
      readBytes: z.number(),
      writtenBytes: z.number(),
      /** This and `ioStatus` are read of one instance (`instances.get`), not of all at once (`instances.figures`). */
      virtualSizeBytes: z.number().optional(),
      ioStatus: z.string().optional(),
    }),
  ),
  nics: z.array(
    z.object({
      name: z.string(),
      mac: z.string(),
      /** Whether its cable is in. */
      link: nicLinkSchema.optional(),
      tap: z.string().optional(),
      /** Since its tap was made. QEMU counts nothing for an interface in user mode. */
      receiveBytes: z.number().optional(),
      transmitBytes: z.number().optional(),
    }),
  ),
});
/** See {@link instanceFiguresSchema}. */
export type InstanceFigures = z.output<typeof instanceFiguresSchema>;

/** The figures of many instances; those without a process, and those whose QEMU does not answer, have none. */
export const figuresListSchema = z.object({
  instances: z.array(
    z.object({
      name: z.string(),
      uuid: z.string(),
      host: z.string(),
      figures: instanceFiguresSchema.optional(),
    }),
  ),
});
/** One row of {@link figuresListSchema}. */
export type FiguresRow = z.output<typeof figuresListSchema>["instances"][number];

/** How large the image file of a disk is, in bytes, read now; of a disk that is no file nothing is said. */
export const diskSizeSchema = z.object({
  name: z.string(),
  /** What the guest sees. */
  virtualBytes: z.number(),
  /** What it occupies on its file system, snapshots included. */
  usedBytes: z.number(),
});
/** See {@link diskSizeSchema}. */
export type DiskSize = z.output<typeof diskSizeSchema>;

/** Everything about one instance. */
export const instanceDetailSchema = instanceSummarySchema.extend({
  spec: instanceSpecSchema,
  /** Which spec this is, for `instances.update`; its text means nothing. An agent of an older version tells none. */
  revision: z.string().optional(),
  /** Of those disks whose image could be read. An agent of an older version tells none. */
  diskSizes: z.array(diskSizeSchema).optional(),
  runtime: instanceRuntimeSchema.optional(),
  figures: instanceFiguresSchema.optional(),
});
/** See {@link instanceDetailSchema}. */
export type InstanceDetail = z.output<typeof instanceDetailSchema>;

/** What watchers of a host hear. */
export const instanceEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("changed"), instance: instanceSummarySchema }),
  z.object({ type: z.literal("removed"), name: z.string(), uuid: z.string(), host: z.string() }),
]);
/** See {@link instanceEventSchema}. */
export type InstanceEvent = z.output<typeof instanceEventSchema>;
