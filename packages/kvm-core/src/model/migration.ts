import * as z from "zod";
import { diskNameSchema } from "./disk-spec.ts";
import { absolutePathSchema } from "./path.ts";

/** The steps of a migration, in order. The same names stand in code, journal, progress list, logs and documents. */
export const migrationSteps = [
  "check",
  "begin",
  "prepare",
  "copy disks",
  "transfer",
  "switchover",
  "commit",
  "resume",
  "retire",
] as const;
/** See {@link migrationSteps}. */
export type MigrationStep = (typeof migrationSteps)[number];

/** What follows when a guest has not moved in time, because it writes faster than the link carries. */
export const timeoutActions = ["cancel", "longer-pause", "throttle", "post-copy", "stop"] as const;
/** See {@link timeoutActions}. */
export type TimeoutAction = (typeof timeoutActions)[number];

/** What the administrator chooses. Pause in milliseconds, bandwidth in bytes per second (0: as fast as the link). */
export const migrationOptionsSchema = z.strictObject({
  live: z.boolean().default(true),
  allowedPauseMs: z.int().min(1, "at least 1 ms").max(60_000, "at most 60000 ms").default(300),
  bandwidth: z.int().min(0, "0 means no limit").default(0),
  /** After this many seconds follows `onTimeout`, and after as many more (a minute at least) it is given up. */
  timeoutSeconds: z.int().min(1, "at least 1 s").max(86_400, "at most one day").default(3600),
  /**
   * `cancel` keeps the guest where it is. The others finish it at a price: `longer-pause` lets the guest stand still for
   * up to `longerPauseMs`, `throttle` slows its processors down, `stop` holds it until all of it is there. `post-copy`
   * lets it run on the target at once and sends the rest after it. From then on neither host has all of it: there is no
   * way back, and if the link breaks in the moment in which it is switched over, or QEMU dies on either host before all
   * of it has arrived, its memory is lost and it starts from its disks, as after a power cut.
   */
  onTimeout: z.enum(timeoutActions).default("cancel"),
  longerPauseMs: z.int().min(1, "at least 1 ms").max(600_000, "at most 600000 ms").default(5000),
  /** Slows the guest's processors down as soon as it writes faster than the link carries. */
  autoConverge: z.boolean().default(false),
  /**
   * Copies disks that the target does not share: all of them (`true`), or exactly those that are named. Only image files
   * that the guest writes to can be copied.
   */
  copyDisks: z.union([z.boolean(), z.array(diskNameSchema).min(1).max(16)]).default(false),
  /** Directory of the target for the copies; without it each lies under the path that it has on the source. */
  targetDirectory: absolutePathSchema.optional(),
  /** Removes the source's files of disks that were copied, once the guest runs on the target. Otherwise they are kept. */
  deleteSource: z.boolean().default(false),
});
/** See {@link migrationOptionsSchema}. */
export type MigrationOptions = z.output<typeof migrationOptionsSchema>;

/** Codes of the checks before a migration, in the order in which they are shown. */
export const checkCodes = [
  "host_offline",
  "host_maintenance",
  "same_host",
  "qemu_replaced",
  "qemu_user_differs",
  "console_log_moved",
  "store_differs",
  "agent_version",
  "port_unreachable",
  "wrong_state",
  "blocked_by_qemu",
  "passthrough_device",
  "device_not_in_spec",
  "devices_differ",
  "qemu_older",
  "machine_type_missing",
  "cpu_missing_flags",
  "kvm_missing",
  "memory_short",
  "name_or_uuid_taken",
  "target_already_runs_uuid",
  "file_missing",
  "iso_missing",
  "seed_missing",
  "disk_missing",
  "disk_not_same_file",
  "disk_copy_needed",
  "copy_refused",
  "disk_space_short",
  "snapshots_stay",
  "post_copy_refused",
  "post_copy_risk",
  "bridge_missing",
  "vlan_missing",
  "mtu_differs",
  "port_in_use",
  "clock_skew",
] as const;

/** See {@link checkCodes}. */
export type CheckCode = (typeof checkCodes)[number];

/** One check with what was seen and, when it did not pass, what to do. */
export const checkSchema = z.object({
  code: z.enum(checkCodes),
  level: z.enum(["pass", "warn", "fail"]),
  message: z.string(),
  evidence: z.string(),
  fix: z.string().optional(),
});
/** See {@link checkSchema}. */
export type Check = z.output<typeof checkSchema>;

/** How a migration will probably go. Seconds, milliseconds, bytes, bytes per second. */
export const forecastSchema = z.object({
  /** `not by itself`: the guest writes faster than the link carries. */
  finishes: z.enum(["yes", "not by itself", "unknown"]),
  seconds: z.number().optional(),
  /** How long the guest stands still. */
  pauseMs: z.number().optional(),
  /** What has to be sent at least once. */
  bytes: z.number(),
  linkBytesPerSecond: z.number().optional(),
  dirtyBytesPerSecond: z.number().optional(),
  text: z.string(),
  /** What can be done about one that will not finish by itself. */
  choices: z.array(z.object({ action: z.string(), text: z.string() })),
});
/** See {@link forecastSchema}. */
export type Forecast = z.output<typeof forecastSchema>;

/** What would happen: checks, and a forecast in words. `blocked` when a check failed. */
export const migrationPlanSchema = z.object({
  instance: z.string(),
  source: z.string(),
  target: z.string(),
  options: migrationOptionsSchema,
  blocked: z.boolean(),
  checks: z.array(checkSchema),
  /** Disks that would be copied. */
  copies: z.array(z.string()),
  forecast: forecastSchema,
});
/** See {@link migrationPlanSchema}. */
export type MigrationPlan = z.output<typeof migrationPlanSchema>;

/** One reading of `query-migrate`. Bytes, bytes per second, milliseconds since the start of the transfer. */
export const migrationSampleSchema = z.object({
  atMs: z.number(),
  status: z.string(),
  pass: z.number(),
  totalBytes: z.number(),
  remainingBytes: z.number(),
  transferredBytes: z.number(),
  bytesPerSecond: z.number(),
  dirtyBytesPerSecond: z.number(),
  /** How long the guest would stand still if it were switched over now, as QEMU expects; unknown in the first pass. */
  expectedPauseMs: z.number().optional(),
  /** By how much the guest's processors are slowed down. */
  throttlePercent: z.number().optional(),
});
/** See {@link migrationSampleSchema}. */
export type MigrationSample = z.output<typeof migrationSampleSchema>;

/** One disk that was copied, or is being copied. */
export const copiedDiskSchema = z.object({
  disk: z.string(),
  /** What the copy has to carry, as QEMU counts it; grows while the guest writes. */
  totalBytes: z.number(),
  copiedBytes: z.number(),
  sourceFile: z.string(),
  targetFile: z.string(),
  /** What became of the source's file; `kept` until the guest runs on the target. */
  source: z.enum(["kept", "deleted"]),
});
/** See {@link copiedDiskSchema}. */
export type CopiedDisk = z.output<typeof copiedDiskSchema>;

/** One reading of the disks' copies. Bytes of all of them, bytes per second, milliseconds since the start. */
export const copySampleSchema = z.object({
  atMs: z.number(),
  totalBytes: z.number(),
  copiedBytes: z.number(),
  bytesPerSecond: z.number(),
});
/** See {@link copySampleSchema}. */
export type CopySample = z.output<typeof copySampleSchema>;

/**
 * What became of a guest's clock, which stood still while the guest did: set to the target's, not set because the guest's
 * agent could not or did not in time, or left to the guest because it has no agent.
 */
export const guestClocks = ["set", "not set", "no agent"] as const;
/** See {@link guestClocks}. */
export type GuestClock = (typeof guestClocks)[number];

/** How a migration ended, with the measured figures. */
export const migrationResultSchema = z.object({
  outcome: z.enum(["moved", "stayed", "in-doubt"]),
  source: z.string(),
  target: z.string(),
  /** Milliseconds during which no guest ran, as the agents measured it. */
  pauseMs: z.number().optional(),
  totalMs: z.number(),
  transferredBytes: z.number(),
  passes: z.number(),
  /** What was foretold, when it was checked before it began. */
  forecast: forecastSchema.optional(),
  /** What was done because it did not move in time. */
  afterTimeout: z.enum(timeoutActions).optional(),
  /** Absent while it is not known, and for a guest that arrived paused. */
  guestClock: z.enum(guestClocks).optional(),
  samples: z.array(migrationSampleSchema),
  disks: z.array(copiedDiskSchema).default([]),
  copySamples: z.array(copySampleSchema).default([]),
});
/** See {@link migrationResultSchema}. */
export type MigrationResult = z.output<typeof migrationResultSchema>;
