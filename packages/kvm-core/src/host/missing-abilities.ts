import type { Fault, InstanceSpec } from "../model/index.ts";
import type { QemuFacts } from "./qemu-facts.ts";

/** Something of a spec that a QEMU cannot do: the field, what is missing, and how to get it. */
export interface MissingAbility extends Fault {
  readonly fix: string;
}

/** What a part of a spec asks of QEMU. */
interface Need {
  /** Empty: what every instance asks. */
  readonly path: string;
  readonly kind: keyof typeof kinds;
  readonly name: string;
}

/** The parts of a spec that are looked at. */
export type NeedySpec = Pick<InstanceSpec, "disks" | "nics"> & Partial<Pick<InstanceSpec, "guestAgent">>;

const kinds = {
  blockDrivers: "block driver",
  deviceTypes: "device",
  netdevTypes: "network backend",
  commandLineOptions: "option",
} as const;

const busDevices = {
  virtio: ["virtio-blk-pci"],
  scsi: ["virtio-scsi-pci", "scsi-hd"],
  sata: ["ich9-ahci", "ide-hd"],
  cdrom: ["ich9-ahci", "ide-cd"],
} as const;
const guestAgent: readonly Need[] = ["virtio-serial-pci", "virtserialport"].map((name) => ({
  path: "guestAgent",
  kind: "deviceTypes",
  name,
}));
/** Every QEMU is started in a sandbox. */
const always: readonly Need[] = [{ path: "", kind: "commandLineOptions", name: "sandbox" }];
const nicDevices = { virtio: "virtio-net-pci", e1000: "e1000" } as const;

/**
 * What this QEMU lacks for the disks and interfaces of a spec. Distributions leave drivers out or put them into packages
 * of their own, so no version number tells.
 */
export function missingAbilities(qemu: QemuFacts, spec: NeedySpec): MissingAbility[] {
  const needs = [
    ...always,
    ...spec.disks.flatMap(needsOfDisk),
    ...spec.nics.flatMap(needsOfNic),
    ...(spec.guestAgent === true ? guestAgent : []),
  ];
  return needs
    .filter(({ kind, name }) => !namesOf(qemu, kind).includes(name))
    .map((need) => ({
      path: need.path,
      message: `QEMU ${qemu.version} has no ${kinds[need.kind]} ${need.name} here`,
      fix: fixOf(need),
    }));
}

function namesOf(qemu: QemuFacts, kind: Need["kind"]): readonly string[] {
  return kind === "commandLineOptions" ? Object.keys(qemu.commandLineOptions) : qemu[kind];
}

function needsOfDisk({ source, format, bus }: InstanceSpec["disks"][number], index: number): Need[] {
  const path = `disks.${index}`;
  const [kind = ""] = Object.keys(source);
  // An image file and a device of the host are opened by drivers that no QEMU is built without.
  const remote = ["nbd", "rbd", "iscsi"].filter((driver) => driver === kind);
  return [
    ...remote.map((name) => ({ path: `${path}.source.${kind}`, kind: "blockDrivers", name }) as const),
    { path: `${path}.format`, kind: "blockDrivers", name: format },
    // Each disk has its limits from the start, so that they can be changed while the guest runs.
    { path: `${path}.limits`, kind: "blockDrivers", name: "throttle" },
    ...busDevices[bus].map((name) => ({ path: `${path}.bus`, kind: "deviceTypes", name }) as const),
  ];
}

function needsOfNic({ network, model }: InstanceSpec["nics"][number], index: number): Need[] {
  const path = `nics.${index}`;
  const attached = "user" in network ? "user" : "tap";
  return [
    { path: `${path}.network`, kind: "netdevTypes", name: attached },
    { path: `${path}.model`, kind: "deviceTypes", name: nicDevices[model] },
  ];
}

function fixOf({ kind, name }: Need): string {
  if (kind === "blockDrivers" && (name === "rbd" || name === "iscsi"))
    return `Install it: apt-get install qemu-block-extra   (dnf install qemu-block-${name}).`;
  if (kind === "netdevTypes" && name === "user")
    return "Attach the interface to a bridge, or use a QEMU that was built with slirp.";
  if (kind === "commandLineOptions")
    return "Use a QEMU that was built with seccomp, as distributions build it.";
  return "Install a QEMU that has it (apt-get install qemu-system-x86), or choose something else in the spec.";
}
