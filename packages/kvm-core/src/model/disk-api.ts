import * as z from "zod";
import {
  backupTargetSchema,
  changeMediumSchema,
  detachDiskSchema,
  limitDiskSchema,
  newDiskSizeSchema,
  resizeDiskSchema,
} from "./disk-options.ts";
import { diskSpecSchema } from "./disk-spec.ts";
import { instanceReferenceSchema } from "./name.ts";

const instance = instanceReferenceSchema;

/** `disks.attach`: plugs a disk in; `newDisk` makes its empty image before, where nothing may be yet. */
export const attachDiskInput = z.strictObject({
  instance,
  disk: diskSpecSchema,
  newDisk: newDiskSizeSchema.optional(),
});
/** `disks.detach`: asks the guest and waits until it has let go; the image stays. */
export const detachDiskInput = detachDiskSchema.extend({ instance });
/** `disks.resize`: larger, never smaller. */
export const resizeDiskInput = resizeDiskSchema.extend({ instance });
/** `disks.changeMedium`: lays a CD into a drive, or takes it out. */
export const changeMediumInput = changeMediumSchema.extend({ instance });
/** `disks.limit`: what the disk may do a second from now on. */
export const limitDiskInput = limitDiskSchema.extend({ instance });
/** `disks.backup`: copies disks as they are at one moment, each into a new file on the instance's host. */
export const backupDisksInput = z.strictObject({
  instance,
  targets: z.array(backupTargetSchema).min(1, "at least one disk").max(16, "at most 16 disks"),
});
