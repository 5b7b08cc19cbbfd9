import type { LogLine } from "../instance/index.ts";
import type { OwnershipStore } from "../model/ownership.ts";
import type { IpCommand } from "../network/index.ts";

/** How a Hypervisor is opened. Directories are absolute; they are made, 0700, when absent. */
export interface HypervisorConfig {
  /** Name of this host, as lists and ownership records show it. */
  readonly host: string;
  /** What must last: specs, runtime files, journals. */
  readonly stateDir: string;
  /** Sockets and pid files; may be wiped at boot. Short: Unix sockets have 107 bytes. */
  readonly runDir: string;
  /** Serial logs, QEMU's words, monitor transcripts. */
  readonly logDir: string;
  /** The QEMU binary; found in PATH when absent. */
  readonly qemu?: string | undefined;
  /** `auto` means KVM only after a probe guest really ran under it. */
  readonly accel: "auto" | "kvm" | "tcg";
  /** Directories that disks, kernels and images may lie in, links resolved; empty means anywhere. */
  readonly imageRoots: readonly string[];
  /** A program that is run for each tap with INSTANCE, MAC, IP, BRIDGE, INTERFACE and VLAN in its environment. */
  readonly networkHook?: string | undefined;
  /** Runs iproute2 another way, such as inside a network namespace, where `qemu` then has to run too. */
  readonly ip?: IpCommand | undefined;
  /** Where ownership records live; files in the state directory when absent. */
  readonly ownership?: OwnershipStore | undefined;
  readonly log?: LogLine | undefined;
}
