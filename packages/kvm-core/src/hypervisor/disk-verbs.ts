import { type AttachOptions, attachDisk } from "../instance/disks/attach-disk.ts";
import { type ChangeMediumOptions, changeMedium } from "../instance/disks/change-medium.ts";
import { type DetachDiskOptions, detachDisk } from "../instance/disks/detach-disk.ts";
import { type LimitDiskOptions, limitDisk } from "../instance/disks/limit-disk.ts";
import { type ResizeDiskOptions, resizeDisk } from "../instance/disks/resize-disk.ts";
import type { DiskSpecInput } from "../model/disk-spec.ts";
import type { InstanceTable } from "./instance-table.ts";

/**
 * Verbs on the disks of an instance, running or not. Instances are named by name or uuid, disks by the name that the spec
 * gives them. What is changed is kept in the spec.
 */
export class DiskVerbs {
  readonly #table: InstanceTable;

  constructor(table: InstanceTable) {
    this.#table = table;
  }

  /**
   * Plugs a disk in, and makes its empty image before when `newDisk` says how large. See `attachDisk` for what it throws;
   * nothing is left of one that could not be.
   */
  async attach(reference: string, disk: DiskSpecInput, newDisk?: AttachOptions["newDisk"]): Promise<void> {
    await attachDisk(this.#table.get(reference), { disk, newDisk });
  }

  /**
   * Unplugs a disk once the guest has let it go; its image stays.
   *
   * @throws GantryError `timed_out` when it does not in time; it is removed when the guest does.
   */
  async detach(reference: string, options: DetachDiskOptions): Promise<void> {
    await detachDisk(this.#table.get(reference), options);
  }

  /** Makes a disk larger, never smaller; a running guest sees it at once. */
  async resize(reference: string, options: ResizeDiskOptions): Promise<void> {
    await resizeDisk(this.#table.get(reference), options);
  }

  /** Lays another CD into a drive, or takes it out. */
  async changeMedium(reference: string, options: ChangeMediumOptions): Promise<void> {
    await changeMedium(this.#table.get(reference), options);
  }

  /** Limits what a disk does a second, at once; what `limits` leaves out is not limited. */
  async limit(reference: string, options: LimitDiskOptions): Promise<void> {
    await limitDisk(this.#table.get(reference), options);
  }
}
