import type { InstanceSpec } from "../model/index.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";

/** Where a PCI device sits: bus and slot, with the function if it is not 0. */
export interface PciPlace {
  readonly bus: string;
  readonly addr: string;
}

type Machine = InstanceSpec["machine"];

/*
 * Every device has a fixed place: a guest finds the same hardware after each start, and a migration target builds the
 * same machine from the same spec. Slot 1 (q35) and 2 (pc) stay free, where firmware expects a display.
 *
 *   pc,  bus pci.0    3 rng · 4 balloon · 5 scsi · 6 ahci · 7 channels · 8–15 interfaces · 16–31 disks
 *   q35, bus pcie.0   2 root ports of interfaces · 3–4 root ports of disks · 5 rng · 6 balloon · 7 scsi · 8 spare root
 *                     ports · 9 further ahci · 10 channels · 16–23 conventional interfaces · 31 the chipset with
 *                     its own ahci
 *
 * A root port takes one device, and a device can be plugged into a running q35 only there. Ports share a slot as its
 * functions; a guest finds function n only if function 0 exists, so the ports up to the highest used one are made.
 */
const fixedSlots = {
  pc: { rng: 3, balloon: 4, scsi: 5, ahci: 6, channels: 7 },
  q35: { rng: 5, balloon: 6, scsi: 7, ahci: 9, channels: 10 },
} as const;

const portsPerSlot = 8;
const nicPortSlot = 2;
const diskPortSlot = 3;
const sparePortSlot = 8;
const sparePorts = 4;

/** Place of a device that every machine has at most once; `fn` for several controllers of one kind. */
export function fixedPlace(machine: Machine, device: keyof (typeof fixedSlots)["pc"], fn = 0): PciPlace {
  return { bus: rootBus(machine), addr: address(fixedSlots[machine][device], fn) };
}

/** Place of the virtio disk with this index in the spec. */
export function diskPlace(machine: Machine, index: number): PciPlace {
  return machine === "q35" ? inPort(diskPort(index)) : { bus: "pci.0", addr: address(16 + index) };
}

/** Place of the interface with this index in the spec. A conventional PCI card does not go into a PCIe port. */
export function nicPlace(
  machine: Machine,
  index: number,
  model: InstanceSpec["nics"][number]["model"],
): PciPlace {
  if (machine === "pc") return { bus: "pci.0", addr: address(8 + index) };
  return model === "virtio" ? inPort(nicPort(index)) : { bus: "pcie.0", addr: address(16 + index) };
}

/** The root ports of a q35: those its disks and interfaces need, and spare ones for devices plugged in later. */
export function rootPortOptions(spec: InstanceSpec): CommandOption[] {
  if (spec.machine !== "q35") return [];
  const nics = spec.nics.flatMap((nic, index) => (nic.model === "virtio" ? [index] : []));
  const disks = spec.disks.flatMap((disk, index) => (disk.bus === "virtio" ? [index] : []));
  return [
    ...portsUpTo(nics).map((index) => rootPort(nicPort(index), nicPortSlot, index)),
    ...portsUpTo(disks).map((index) => rootPort(diskPort(index), diskPortSlot, index)),
    ...Array.from({ length: sparePorts }, (_, index) =>
      rootPort(`spare-port-${index}`, sparePortSlot, index),
    ),
  ];
}

/** Per slot of eight, the indices from its function 0 to the highest that is used. */
function portsUpTo(used: readonly number[]): number[] {
  const slots = new Set(used.map((index) => Math.floor(index / portsPerSlot)));
  return [...slots]
    .sort((a, b) => a - b)
    .flatMap((slot) => {
      const first = slot * portsPerSlot;
      const last = Math.max(...used.filter((index) => Math.floor(index / portsPerSlot) === slot));
      return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
    });
}

function rootPort(id: string, firstSlot: number, index: number): CommandOption {
  const slot = firstSlot + Math.floor(index / portsPerSlot);
  const fn = index % portsPerSlot;
  return jsonOption("-device", {
    driver: "pcie-root-port",
    id,
    bus: "pcie.0",
    addr: address(slot, fn),
    ...(fn === 0 ? { multifunction: true } : {}),
    // Chassis and slot number name the port towards the guest and must be unique among all ports.
    chassis: slot * portsPerSlot + fn,
    slot: slot * portsPerSlot + fn,
  });
}

function inPort(port: string): PciPlace {
  return { bus: port, addr: address(0) };
}

function diskPort(index: number): string {
  return `disk-port-${index}`;
}

function nicPort(index: number): string {
  return `nic-port-${index}`;
}

function rootBus(machine: Machine): string {
  return machine === "q35" ? "pcie.0" : "pci.0";
}

function address(slot: number, fn = 0): string {
  return `0x${slot.toString(16)}${fn === 0 ? "" : `.${fn}`}`;
}
