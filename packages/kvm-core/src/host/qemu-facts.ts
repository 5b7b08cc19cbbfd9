import * as z from "zod";

/** A machine type QEMU can be; `alias` is the unversioned name that means it at present. */
const machineTypeSchema = z.strictObject({ name: z.string(), alias: z.string().optional() });

const cpuModelSchema = z.strictObject({
  name: z.string(),
  /** Whether it is the same on every host, so that a guest can move. */
  migrationSafe: z.boolean(),
  /** Features of the model that are not available here. */
  unavailable: z.array(z.string()),
});
/** A CPU model QEMU knows, judged under TCG or KVM. */
export type CpuModel = z.output<typeof cpuModelSchema>;

/** Schema of {@link QemuFacts}, for those that were kept on disk. */
export const qemuFactsSchema = z.strictObject({
  /** Absolute path, links resolved. */
  binary: z.string(),
  /** Such as `7.2.22`. */
  version: z.string(),
  machineTypes: z.array(machineTypeSchema),
  /** As TCG offers them. */
  cpuModels: z.array(cpuModelSchema),
  /** What `-blockdev` can open here. A driver in a package of its own (rbd, iscsi) is in it only when that is installed. */
  blockDrivers: z.array(z.string()),
  /** What `-netdev` can be attached to, such as `tap` and `user`. */
  netdevTypes: z.array(z.string()),
  /** What `-device` can plug in. */
  deviceTypes: z.array(z.string()),
  /** Options of the command line that QEMU describes, each with its parameters. */
  commandLineOptions: z.record(z.string(), z.array(z.string())),
  migrationCapabilities: z.array(z.string()),
  commands: z.array(z.string()),
  events: z.array(z.string()),
});
/** What one QEMU binary is and can do, in its own words. */
export type QemuFacts = z.output<typeof qemuFactsSchema>;
