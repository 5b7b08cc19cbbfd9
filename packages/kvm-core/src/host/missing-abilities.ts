import type { Fault, InstanceSpec } from "../model/index.ts";
import type { QemuFacts } from "./qemu-facts.ts";

/** Something of a spec that a QEMU cannot do: the field, what is missing, and how to get it. */
export interface MissingAbility extends Fault {
  readonly fix: string;
}

/** What a disk or an interface asks of QEMU. */
interface Need {
  readonly path: string;
  readonly kind: "blockDrivers" | "deviceTypes" | "netdevTypes";
  readonly name: string;
}

const kinds = {
  blockDrivers: "block driver",
  deviceTypes: "device",
  netdevTypes: "network backend",
} as const;

const busDevices = {
  virtio: ["virtio-blk-pci"],
  scsi: ["virtio-scsi-pci", "scsi-hd"],
  sata: ["ich9-ahci", "ide-hd"],
  cdrom: ["ich9-ahci", "ide-cd"],
} as const;
const nicDevices = { virtio: "virtio-net-pci", e1000: "e1000" } as const;

/**
 * What this QEMU lacks for the disks and interfaces of a spec. Distributions leave drivers out or put them into packages
 * of their own, so no version number tells.
 */
export function missingAbilities(
  qemu: QemuFacts,
  { disks, nics }: Pick<InstanceSpec, "disks" | "nics">,
): MissingAbility[] {
  const needs = [...disks.flatMap(needsOfDisk), ...nics.flatMap(needsOfNic)];
  return needs
    .filter(({ kind, name }) => !qemu[kind].includes(name))
    .map((need) => ({
      path: need.path,
      message: `QEMU ${qemu.version} has no ${kinds[need.kind]} ${need.name} here`,
      fix: fixOf(need),
    }));
}

function needsOfDisk({ source, format, bus }: InstanceSpec["disks"][number], index: number): Need[] {
  const path = `disks.${index}`;
  const [kind = ""] = Object.keys(source);
  // An image file and a device of the host are opened by drivers that no QEMU is built without.
  const remote = ["nbd", "rbd", "iscsi"].filter((driver) => driver === kind);
  return [
    ...remote.map((name) => ({ path: `${path}.source.${kind}`, kind: "blockDrivers", name }) as const),
    { path: `${path}.format`, kind: "blockDrivers", name: format },
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
  return "Install a QEMU that has it (apt-get install qemu-system-x86), or choose something else in the spec.";
}
