import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, jsonOption } from "./command-option.ts";
import { fileNode } from "./file-node.ts";

/** The last unit on the bus: the disks of the spec have the first ones. */
const unit = 255;

/**
 * The CD with the guest's cloud-init data. On virtio-scsi, because kernels for virtual machines know no SATA, and
 * because it then moves no disk's name: it is `sr0`, while one more virtio disk could become the first.
 */
export function seedOptions({ spec, paths }: CommandLineInput): CommandOption[] {
  if (spec.cloudInit === undefined) return [];
  return [
    jsonOption("-blockdev", fileNode("file", "seed-file", paths.seed, true)),
    jsonOption("-blockdev", { driver: "raw", "node-name": "seed", file: "seed-file", "read-only": true }),
    jsonOption("-device", {
      driver: "scsi-cd",
      id: "seed",
      bus: "scsi.0",
      channel: 0,
      "scsi-id": unit,
      lun: 0,
      drive: "seed",
      serial: "cidata",
    }),
  ];
}
