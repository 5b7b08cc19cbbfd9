import { attachDisk } from "../instance/disks/attach-disk.ts";
import { changeMedium } from "../instance/disks/change-medium.ts";
import { type DetachedDisk, detachDisk } from "../instance/disks/detach-disk.ts";
import { limitDisk } from "../instance/disks/limit-disk.ts";
import { resizeDisk } from "../instance/disks/resize-disk.ts";
import {
  type BackupTarget,
  changeMediumSchema,
  detachDiskSchema,
  limitDiskSchema,
  newDiskSizeSchema,
  resizeDiskSchema,
} from "../model/disk-options.ts";
import type { DiskSpecInput } from "../model/disk-spec.ts";
import { parseOrThrow } from "../model/faults.ts";
import type * as z from "zod";
import { backupDisks } from "../instance/backup/backup-disks.ts";
import type { OperationContext } from "../instance/index.ts";
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
  async attach(
    reference: string,
    disk: DiskSpecInput,
    newDisk?: z.input<typeof newDiskSizeSchema>,
  ): Promise<void> {
    const made = newDisk === undefined ? undefined : checked(newDiskSizeSchema, newDisk);
    await attachDisk(this.#table.get(reference), { disk, newDisk: made });
  }

  /**
   * Unplugs a disk once the guest has let it go; its image stays. Answers what {@link attach} takes to have it back.
   *
   * @throws GantryError `timed_out` when it does not in time; it is removed when the guest does.
   */
  async detach(reference: string, options: z.input<typeof detachDiskSchema>): Promise<DetachedDisk> {
    return await detachDisk(this.#table.get(reference), checked(detachDiskSchema, options));
  }

  /** Makes a disk larger, never smaller; a running guest sees it at once. */
  async resize(reference: string, options: z.input<typeof resizeDiskSchema>): Promise<void> {
    await resizeDisk(this.#table.get(reference), checked(resizeDiskSchema, options));
  }

  /** Lays another CD into a drive, or takes it out. */
  async changeMedium(reference: string, options: z.input<typeof changeMediumSchema>): Promise<void> {
    await changeMedium(this.#table.get(reference), checked(changeMediumSchema, options));
  }

  /** Limits what a disk does a second, at once; what `limits` leaves out is not limited. */
  async limit(reference: string, options: z.input<typeof limitDiskSchema>): Promise<void> {
    await limitDisk(this.#table.get(reference), checked(limitDiskSchema, options));
  }

  /**
   * Copies disks into new files, of the same moment, while the guest runs on or while there is none. See `backupDisks`
   * for what it throws.
   *
   * @param targets one disk with its file, or several.
   */
  async backup(
    reference: string,
    targets: BackupTarget | readonly BackupTarget[],
    context?: OperationContext,
  ): Promise<void> {
    await backupDisks(this.#table.get(reference), { targets: [targets].flat() }, context);
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, options: z.input<Schema>): z.output<Schema> {
  return parseOrThrow(schema, options, { what: "What is to be done with the disk" });
}
