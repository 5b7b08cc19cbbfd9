import type { InstanceSpec } from "../model/index.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { fixedPlace } from "./pci-places.ts";

/** Ports of one ICH9 AHCI controller. */
const portsPerController = 6;

/** The AHCI controllers that the SATA disks and CDs need; a q35 brings the first one with it. */
export function ahciControllers(spec: InstanceSpec): CommandOption[] {
  const count = Math.ceil(ahciDisks(spec).length / portsPerController);
  const first = spec.machine === "q35" ? 1 : 0;
  return Array.from({ length: Math.max(0, count - first) }, (_, fn) =>
    jsonOption("-device", {
      driver: "ich9-ahci",
      id: `ahci-${first + fn}`,
      ...fixedPlace(spec.machine, "ahci", fn),
      ...(fn === 0 ? { multifunction: true } : {}),
    }),
  );
}

/** The port of a SATA disk or CD, by its index in the spec: they take the ports in their order. */
export function ahciPlace(spec: InstanceSpec, index: number): { bus: string; unit: number } {
  const position = ahciDisks(spec).indexOf(index);
  const controller = Math.floor(position / portsPerController);
  // The chipset's own controller on q35 names its buses ide.0 to ide.5.
  const prefix = spec.machine === "q35" && controller === 0 ? "ide" : `ahci-${controller}`;
  return { bus: `${prefix}.${position % portsPerController}`, unit: 0 };
}

function ahciDisks(spec: InstanceSpec): number[] {
  return spec.disks.flatMap((disk, index) => (disk.bus === "sata" || disk.bus === "cdrom" ? [index] : []));
}
