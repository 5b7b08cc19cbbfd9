import type { InstanceSpec, MachinePlaces } from "../model/index.ts";

/** The machine the guest sees, pinned when the instance starts and kept across migrations. */
export interface PinnedMachine {
  /** Versioned machine type, such as `pc-q35-7.2`; never an alias. */
  readonly machineType: string;
  /** CPU model as QEMU knows it, such as `qemu64`. */
  readonly cpuModel: string;
  readonly accelerator: "kvm" | "tcg";
}

/** Files and sockets of one incarnation. Absolute; socket paths at most 107 bytes. */
export interface CommandLinePaths {
  /** QMP socket of the agent. */
  readonly monitor: string;
  /** Second QMP socket, kept free for people and other tools. */
  readonly rescueMonitor: string;
  /**
   * Of a guest that may come by post-copy: `<recoveryMonitor>.in` and `.out`, see `serial/endpoint.ts`. What is thrown into
   * it is done, and nobody is answered.
   */
  readonly recoveryMonitor?: string | undefined;
  readonly pidFile: string;
  /** Socket of the channel to the agent inside the guest. */
  readonly guestAgent: string;
  /** Image with the guest's cloud-init data; used when the spec has some. */
  readonly seed: string;
  /**
   * Per serial port of the spec, in its order: `<endpoint>.in` and `.out` (see `serial/endpoint.ts`), and the file that
   * takes what the guest writes; for a port whose output is not to be kept, a file in memory.
   */
  readonly serial: readonly { readonly endpoint: string; readonly log: string }[];
  /** Firmware code (shared, read only) and this instance's variable store; needed when the spec boots by UEFI. */
  readonly uefi?: { readonly code: string; readonly vars: string };
}

/** Everything a command line is made of. The same input always gives the same command line. */
export interface CommandLineInput {
  /** A checked spec in which every interface has its MAC. */
  readonly spec: InstanceSpec;
  readonly uuid: string;
  /** Random id of this QEMU process; stands in argv and is readable over QMP as a chardev label. */
  readonly incarnation: string;
  readonly machine: PinnedMachine;
  /** Where each device of the spec sits. */
  readonly places: MachinePlaces;
  readonly paths: CommandLinePaths;
  /** Number of an interface on a bridge (see {@link MachinePlaces}) → its tap. */
  readonly taps: Readonly<Record<number, string>>;
  /** Whether the guest arrives by migration: QEMU then waits for `migrate-incoming`. */
  readonly incoming: boolean;
}
