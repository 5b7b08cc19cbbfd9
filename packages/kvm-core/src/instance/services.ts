import type { CpuModel, QemuFacts, QemuUser } from "../host/index.ts";
import type { Maintenance } from "../model/maintenance.ts";
import type { OwnershipStore } from "../model/ownership.ts";
import type { HostNetwork } from "../network/index.ts";
import type { KernelLog } from "../process/index.ts";
import type { FifoStock } from "../serial/index.ts";
import type { Layout } from "../state-dir/index.ts";
import type { CrashPolicy } from "./crash-policy.ts";
import type { Instance } from "./instance.ts";
import type { InstanceHub } from "./instance-hub.ts";

/** Takes a line for the log of the host. */
export type LogLine = (
  level: "info" | "warn" | "error",
  message: string,
  details?: Readonly<Record<string, unknown>>,
) => void;

/** What every verb needs of its host; made once by the Hypervisor and handed down. */
export interface HostServices {
  /** Name of this host, as ownership records know it. */
  readonly host: string;
  readonly layout: Layout;
  /** For the serial ports of processes to come. */
  readonly fifos: FifoStock;
  /** Why the kernel ended a process. */
  readonly kernelLog: KernelLog;
  readonly qemu: QemuFacts;
  readonly accelerator: "kvm" | "tcg";
  /** As whom QEMU runs; undefined: as the agent does. */
  readonly qemuUser: QemuUser | undefined;
  /** CPU models as KVM offers them here; undefined when guests run under TCG. */
  readonly kvmModels: readonly CpuModel[] | undefined;
  readonly ownership: OwnershipStore;
  readonly hub: InstanceHub;
  /** The instances of this host that everybody finds: an instance looks here for those that depend on its disks. */
  readonly listed: Set<Instance>;
  /** Directories that disks, kernels and images may lie in; empty means anywhere. */
  readonly imageRoots: readonly string[];
  /** Directories of the pools in which the library's images lie. */
  readonly imageDirs: readonly string[];
  readonly network: HostNetwork;
  readonly log: LogLine;
  /** Aborts when this host is let go: whoever waits without end stops waiting, and leaves the rest to the next agent. */
  readonly lifetime: AbortSignal;
  /** Why no guest is to come here at present; undefined: guests are welcome. */
  readonly maintenance: () => Maintenance | undefined;
  /** Decides what follows a crash. */
  readonly crashPolicy: CrashPolicy;
}
