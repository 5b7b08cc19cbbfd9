import type { DiskSpec, InstanceSpec, MachinePlaces } from "../model/index.ts";
import { ahciControllers, ahciPlace } from "./ahci.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { limitsObject } from "./disk-limits.ts";
import { diskNodes } from "./disk-nodes.ts";
import { diskDeviceId, throttleNode } from "./disk-names.ts";
import { diskNumber, diskPlace, fixedPlace } from "./pci-places.ts";

/** Controllers, then each disk: its limits, the nodes that open its bytes, the device. */
export function diskOptions({ spec, places }: CommandLineInput): CommandOption[] {
  return [
    ...(places.scsi ? [scsiController(spec)] : []),
    ...ahciControllers(spec, places),
    ...spec.disks.flatMap((disk, index) => [
      jsonOption("-object", limitsObject(disk)),
      ...diskNodes(disk, index).map((node) => jsonOption("-blockdev", node)),
      jsonOption("-device", {
        ...diskDevice(spec.machine, places, disk),
        // The order in which firmware tries them. SeaBIOS looks at one hard disk only, the first, and then at the CDs.
        // A disk that is plugged in later has none before the next start: another may still hold its index.
        bootindex: index + 1,
      }),
    ]),
  ];
}

function scsiController({ machine }: InstanceSpec): CommandOption {
  return jsonOption("-device", { driver: "virtio-scsi-pci", id: "scsi", ...fixedPlace(machine, "scsi") });
}

/** Properties of the device that the guest sees, for `-device` and `device_add`. */
export function diskDevice(
  machine: InstanceSpec["machine"],
  places: MachinePlaces,
  disk: DiskSpec,
): Readonly<Record<string, unknown>> & { readonly id: string; readonly driver: string } {
  return {
    ...onItsBus(machine, places, disk),
    id: diskDeviceId(disk.name),
    ...("empty" in disk.source ? {} : { drive: throttleNode(disk.name) }),
    // The guest finds the disk by its name, below /dev/disk/by-id.
    serial: disk.name,
    // A full or failing host disk stops the guest (state io-error) instead of handing it an error it may not survive.
    werror: "stop",
    rerror: "stop",
  };
}

function onItsBus(
  machine: InstanceSpec["machine"],
  places: MachinePlaces,
  { bus, name }: DiskSpec,
): { readonly driver: string } & Readonly<Record<string, unknown>> {
  const number = diskNumber(places, name);
  switch (bus) {
    case "virtio":
      return { driver: "virtio-blk-pci", ...diskPlace(machine, places, name) };
    case "scsi":
      return { driver: "scsi-hd", bus: "scsi.0", channel: 0, "scsi-id": number, lun: 0, device_id: name };
    case "sata":
      return { driver: "ide-hd", ...ahciPlace(machine, number) };
    case "cdrom":
      return { driver: "ide-cd", ...ahciPlace(machine, number) };
  }
}
