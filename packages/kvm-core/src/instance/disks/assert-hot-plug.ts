import type { DiskSpec } from "../../model/disk-spec.ts";
import { GantryError } from "../../model/error.ts";
import type { Instance } from "../instance.ts";

/**
 * QEMU's AHCI controller takes and gives nothing while the machine runs; what lies in a CD drive can be changed.
 *
 * @throws GantryError `wrong_state`.
 */
export function assertHotPlug(instance: Instance, disk: DiskSpec | undefined): void {
  if (disk?.bus !== "sata" && disk?.bus !== "cdrom") return;
  const what = disk.bus === "sata" ? "A SATA disk" : "A CD drive";
  throw new GantryError("wrong_state", {
    message: `${what} cannot be plugged into, or out of, ${instance.name} while it runs.`,
    hint:
      disk.bus === "sata"
        ? 'Stop it first, or use bus "virtio" or "scsi".'
        : "Stop it first. In a drive that is there the CD can be changed at any time.",
    where: instance.where(),
    details: { disk: disk.name, bus: disk.bus },
  });
}
