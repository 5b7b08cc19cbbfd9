import type { DiskSpec, InstanceSpec, MachinePlaces } from "../model/index.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { diskNumber, fixedPlace } from "./pci-places.ts";

/** Ports of one ICH9 AHCI controller. */
const portsPerController = 6;

/** The AHCI controllers that the SATA disks and CDs need; a q35 brings the first one with it. */
export function ahciControllers(
  { machine, disks }: Pick<InstanceSpec, "machine" | "disks">,
  places: MachinePlaces,
): CommandOption[] {
  const numbers = disks.filter(isOnAhci).map(({ name }) => diskNumber(places, name));
  const count = Math.ceil((Math.max(-1, ...numbers) + 1) / portsPerController);
  const first = machine === "q35" ? 1 : 0;
  return Array.from({ length: Math.max(0, count - first) }, (_, fn) =>
    jsonOption("-device", {
      driver: "ich9-ahci",
      id: `ahci-${first + fn}`,
      ...fixedPlace(machine, "ahci", fn),
      ...(fn === 0 ? { multifunction: true } : {}),
    }),
  );
}

/** The port of a SATA disk or CD, by its number in the machine. */
export function ahciPlace(machine: InstanceSpec["machine"], number: number): { bus: string; unit: number } {
  const controller = Math.floor(number / portsPerController);
  // The chipset's own controller on q35 names its buses ide.0 to ide.5.
  const prefix = machine === "q35" && controller === 0 ? "ide" : `ahci-${controller}`;
  return { bus: `${prefix}.${number % portsPerController}`, unit: 0 };
}

function isOnAhci({ bus }: DiskSpec): boolean {
  return bus === "sata" || bus === "cdrom";
}
