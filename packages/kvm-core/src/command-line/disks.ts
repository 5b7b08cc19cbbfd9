import type { DiskSpec, InstanceSpec } from "../model/index.ts";
import { ahciControllers, ahciPlace } from "./ahci.ts";
import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { sourceNode } from "./disk-source.ts";
import { diskPlace, fixedPlace } from "./pci-places.ts";

/** Controllers, then each disk: the node that opens its bytes, the node that reads its format, the device. */
export function diskOptions({ spec }: CommandLineInput): CommandOption[] {
  return [
    ...(spec.disks.some((disk) => disk.bus === "scsi") ? [scsiController(spec)] : []),
    ...ahciControllers(spec),
    ...spec.disks.flatMap((disk, index) => [
      jsonOption("-blockdev", sourceNode(disk, index)),
      jsonOption("-blockdev", formatNode(disk)),
      jsonOption("-device", { ...device(spec, disk, index), ...sharedProperties(disk, index) }),
    ]),
  ];
}

function scsiController({ machine }: InstanceSpec): CommandOption {
  return jsonOption("-device", { driver: "virtio-scsi-pci", id: "scsi", ...fixedPlace(machine, "scsi") });
}

/** The format is always named, so that a guest cannot choose it by writing a header onto its disk. */
function formatNode(disk: DiskSpec): Record<string, unknown> {
  return {
    driver: disk.format,
    "node-name": `node-${disk.name}`,
    file: `file-${disk.name}`,
    // A backing file named inside an image is text from outside: it is never opened. Images with one are refused before.
    ...(disk.format === "qcow2" ? { backing: null } : {}),
    discard: "unmap",
    "read-only": isReadOnly(disk),
    "auto-read-only": false,
  };
}

/** Whether the guest may write: a CD never. */
export function isReadOnly(disk: DiskSpec): boolean {
  return disk.readOnly || disk.bus === "cdrom";
}

function device(spec: InstanceSpec, disk: DiskSpec, index: number): Record<string, unknown> {
  switch (disk.bus) {
    case "virtio":
      return { driver: "virtio-blk-pci", ...diskPlace(spec.machine, index) };
    case "scsi":
      return { driver: "scsi-hd", bus: "scsi.0", channel: 0, "scsi-id": index, lun: 0, device_id: disk.name };
    case "sata":
      return { driver: "ide-hd", ...ahciPlace(spec, index) };
    case "cdrom":
      return { driver: "ide-cd", ...ahciPlace(spec, index) };
  }
}

function sharedProperties(disk: DiskSpec, index: number): Record<string, unknown> {
  return {
    id: `disk-${disk.name}`,
    drive: `node-${disk.name}`,
    // The guest finds the disk by its name, below /dev/disk/by-id.
    serial: disk.name,
    // The order in which firmware tries them. SeaBIOS looks at one hard disk only, the first, and then at the CDs.
    bootindex: index + 1,
    // A full or failing host disk stops the guest (state io-error) instead of handing it an error it may not survive.
    werror: "stop",
    rerror: "stop",
  };
}
