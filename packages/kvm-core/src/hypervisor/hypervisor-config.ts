import { hostname } from "node:os";
import { join } from "node:path";
import type { LogLine } from "../instance/index.ts";
import type { Maintenance } from "../model/maintenance.ts";
import type { OwnershipStore } from "../model/ownership.ts";
import type { IpCommand } from "../network/index.ts";

/** How a Hypervisor is opened: what has no default must be said. */
export type HypervisorOptions = Partial<HypervisorConfig> &
  Pick<HypervisorConfig, "stateDir" | "runDir" | "logDir">;

/** What a Hypervisor was opened with. Directories are absolute; they are made, 0700, when absent. */
export interface HypervisorConfig {
  /** Name of this host, as lists and ownership records show it; the machine's own name when not said. */
  readonly host: string;
  /** What must last: specs, runtime files, journals. */
  readonly stateDir: string;
  /** Sockets and pid files; may be wiped at boot. Short: Unix sockets have 107 bytes. */
  readonly runDir: string;
  /** Serial logs, QEMU's words, monitor transcripts. */
  readonly logDir: string;
  /** The QEMU binary; found in PATH when absent. */
  readonly qemu?: string | undefined;
  /** `auto`, the default, means KVM only after a probe guest really ran under it. */
  readonly accel: "auto" | "kvm" | "tcg";
  /**
   * As whom QEMU runs: an account by its name or uid, `none` for the user of this process, or `auto`, which is `gantry-qemu`
   * where this process is root and there is such an account. `auto` when absent.
   */
  readonly qemuUser?: string | number | undefined;
  /** Directories that disks, kernels and images may lie in, links resolved; empty, the default, means anywhere. */
  readonly imageRoots: readonly string[];
  /**
   * Where images and the disks made from them lie, the default pool first. `default` in the state directory's `pools` when not
   * said. They count as image roots.
   */
  readonly pools: readonly { readonly name: string; readonly path: string }[];
  /** Most bytes of an image, as a file and for its guest; 1 TiB when not said. */
  readonly imageMaxBytes: number;
  /** A program that is run for each tap with INSTANCE, MAC, IP, BRIDGE, INTERFACE and VLAN in its environment. */
  readonly networkHook?: string | undefined;
  /** Runs iproute2 another way, such as inside a network namespace, where `qemu` then has to run too. */
  readonly ip?: IpCommand | undefined;
  /** Where ownership records live; files in the state directory when absent. */
  readonly ownership?: OwnershipStore | undefined;
  /**
   * Asked whether this host is in maintenance: then no instance starts with it and no guest moves to it. Never, when absent.
   */
  readonly maintenance?: (() => Maintenance | undefined) | undefined;
  readonly log?: LogLine | undefined;
}

/** Fills in the defaults. */
export function configOf(options: HypervisorOptions): HypervisorConfig {
  const pools = options.pools ?? [{ name: "default", path: join(options.stateDir, "pools", "default") }];
  const given = { host: hostname(), accel: "auto", imageMaxBytes: 1024 ** 4, ...options, pools } as const;
  const roots = options.imageRoots ?? [];
  return { ...given, imageRoots: roots.length === 0 ? [] : [...roots, ...pools.map(({ path }) => path)] };
}
