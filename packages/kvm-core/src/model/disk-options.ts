import * as z from "zod";
import { diskLimitsSchema, diskSourceSchema, imageFormatSchema } from "./disk-spec.ts";
import { absolutePathSchema } from "./path.ts";

/** A disk of an instance, by the name that its spec gives it. */
const disk = z.string().max(20, "at most 20 characters");
const sizeMiB = z.int("whole number of MiB").min(1, "at least 1 MiB").max(67_108_864, "at most 64 TiB");

/** An empty image that is made for a disk before it is plugged in. */
export const newDiskSizeSchema = z.strictObject({ sizeMiB });
/** See {@link newDiskSizeSchema}. */
export type NewDiskSize = z.output<typeof newDiskSizeSchema>;

/** Which disk is unplugged, and how many seconds the guest may take to let it go. */
export const detachDiskSchema = z.strictObject({
  disk,
  timeoutSeconds: z.number().positive("more than 0 s").max(3600, "at most an hour").default(30),
});
/** See {@link detachDiskSchema}. */
export type DetachDisk = z.output<typeof detachDiskSchema>;

/** Which disk is made larger, and how large it is then. */
export const resizeDiskSchema = z.strictObject({ disk, sizeMiB });
/** See {@link resizeDiskSchema}. */
export type ResizeDisk = z.output<typeof resizeDiskSchema>;

/** Which drive, and what lies in it then. */
export const changeMediumSchema = z.strictObject({
  disk,
  /** Null takes the CD out. */
  source: diskSourceSchema.nullable(),
  /** Of the new medium; ISO images are raw. */
  format: imageFormatSchema.default("raw"),
  /** Opens the tray although the guest has locked it, as with a paper clip. */
  force: z.boolean().default(false),
});
/** See {@link changeMediumSchema}. */
export type ChangeMedium = z.output<typeof changeMediumSchema>;

/** Which disk, and what it may do a second from then on; what is absent is not limited. */
export const limitDiskSchema = z.strictObject({ disk, limits: diskLimitsSchema });
/** See {@link limitDiskSchema}. */
export type LimitDisk = z.output<typeof limitDiskSchema>;

/** Which disk is copied, and into what new file. */
export const backupTargetSchema = z.strictObject({
  disk,
  path: absolutePathSchema,
  format: imageFormatSchema.default("qcow2"),
});
/** See {@link backupTargetSchema}. */
export type BackupTarget = z.input<typeof backupTargetSchema>;
