import { GantryError, type InstanceSpec, type MachinePlaces } from "../model/index.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";

/** Where a PCI device sits: bus and slot, with the function if it is not 0. */
export interface PciPlace {
  readonly bus: string;
  readonly addr: string;
}

type Machine = InstanceSpec["machine"];

/*
 * Every device has a fixed place: a guest finds the same hardware after each start, and a migration target builds the
 * same machine from the same spec and places. Slot 1 (q35) and 2 (pc) stay free, where firmware expects a display.
 *
 *   pc,  bus pci.0    3 rng · 4 balloon · 5 scsi · 6 ahci · 7 channels · 8–15 interfaces · 16–31 disks
 *   q35, bus pcie.0   2 root ports of interfaces · 3–4 root ports of disks · 5 rng · 6 balloon · 7 scsi · 9 further
 *                     ahci · 10 channels · 16–23 conventional interfaces · 31 the chipset with its own ahci
 *
 * A root port takes one device, and a device can be plugged into a running q35 only there. Ports share a slot as its
 * functions; a guest finds function n only if function 0 exists, so a machine has the ports from 0 to its highest one.
 * How many it has is part of its places, and so is the number of each device: see `model/places.ts`.
 */
const fixedSlots = {
  pc: { rng: 3, balloon: 4, scsi: 5, ahci: 6, channels: 7 },
  q35: { rng: 5, balloon: 6, scsi: 7, ahci: 9, channels: 10 },
} as const;

const portsPerSlot = 8;
const nicPortSlot = 2;
const diskPortSlot = 3;

/** Place of a device that every machine has at most once; `fn` for several controllers of one kind. */
export function fixedPlace(machine: Machine, device: keyof (typeof fixedSlots)["pc"], fn = 0): PciPlace {
  return { bus: rootBus(machine), addr: address(fixedSlots[machine][device], fn) };
}

/** Place of a virtio disk, by its name. */
export function diskPlace(machine: Machine, places: MachinePlaces, name: string): PciPlace {
  const number = diskNumber(places, name);
  return machine === "q35" ? inPort(diskPort(number)) : { bus: "pci.0", addr: address(16 + number) };
}

/** Number of a disk in its machine. @throws GantryError `internal` when the places are those of another spec. */
export function diskNumber({ disks }: MachinePlaces, name: string): number {
  return known(disks[name], `Disk ${name}`);
}

/** Number of an interface in its machine. @throws GantryError `internal` when it has no MAC, or no place. */
export function nicNumber(
  { nics }: MachinePlaces,
  { mac = "" }: { readonly mac?: string | undefined },
): number {
  return known(nics[mac], `Interface ${mac}`);
}

/** Place of an interface, by its MAC. A conventional PCI card does not go into a PCIe port. */
export function nicPlace(
  machine: Machine,
  places: MachinePlaces,
  { mac, model }: Pick<InstanceSpec["nics"][number], "mac" | "model">,
): PciPlace {
  const number = nicNumber(places, { mac });
  if (machine === "pc") return { bus: "pci.0", addr: address(8 + number) };
  return model === "virtio" ? inPort(nicPort(number)) : { bus: "pcie.0", addr: address(16 + number) };
}

/** The root ports of a q35: those its disks and interfaces need, and spare ones for devices plugged in later. */
export function rootPortOptions(machine: Machine, { nicPorts, diskPorts }: MachinePlaces): CommandOption[] {
  if (machine !== "q35") return [];
  return [
    ...Array.from({ length: nicPorts }, (_, number) => rootPort(nicPort(number), nicPortSlot, number)),
    ...Array.from({ length: diskPorts }, (_, number) => rootPort(diskPort(number), diskPortSlot, number)),
  ];
}

function rootPort(id: string, firstSlot: number, number: number): CommandOption {
  const slot = firstSlot + Math.floor(number / portsPerSlot);
  const fn = number % portsPerSlot;
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

function diskPort(number: number): string {
  return `port-disk-${number}`;
}

function nicPort(number: number): string {
  return `port-nic-${number}`;
}

function known(number: number | undefined, what: string): number {
  if (number !== undefined) return number;
  throw new GantryError("internal", {
    message: `${what} has no place in its machine.`,
    hint: "This is a fault in Gantry; report it with the instance's spec.",
  });
}

function rootBus(machine: Machine): string {
  return machine === "q35" ? "pcie.0" : "pci.0";
}

function address(slot: number, fn = 0): string {
  return `0x${slot.toString(16)}${fn === 0 ? "" : `.${fn}`}`;
}
