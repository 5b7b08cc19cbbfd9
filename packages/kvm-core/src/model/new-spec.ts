import * as z from "zod";
import { diskFields, diskSpecSchema } from "./disk-spec.ts";
import { nameSchema } from "./name.ts";
import { reportContradictions, specFields } from "./spec.ts";

const sizeGiB = z.int("whole number of GiB").min(1, "at least 1 GiB").max(65_536, "at most 64 TiB");

/**
 * A disk that is made when its instance is, from an image of the host's library: a file of its own in the image's pool, grown
 * to `sizeGiB`. A linked one, the default, holds only what becomes different, and the image must stay. A CD drive or a disk
 * that is only read takes the image itself.
 */
const fromImageSchema = z.strictObject({
  ...diskFields,
  format: z.literal("qcow2", "a disk that is made from an image is qcow2; leave the format out").optional(),
  backing: z.undefined("the image is what lies below; leave backing out").optional(),
  source: z.strictObject({
    image: nameSchema,
    /** The image's own size when absent. */
    sizeGiB: sizeGiB.optional(),
    linked: z.boolean().default(true),
  }),
});

/** A disk that is made, empty, when its instance is: a file in a pool of the host. */
const fromNothingSchema = z.strictObject({
  ...diskFields,
  bus: diskFields.bus.refine((bus) => bus !== "cdrom", "a CD drive is empty as {empty: true}"),
  backing: z.undefined("nothing lies below an empty disk; leave backing out").optional(),
  source: z.strictObject({ empty: z.strictObject({ sizeGiB, pool: nameSchema.optional() }) }),
});

/** A disk of an instance that is to be made: one that exists, or how to make it. */
export const newDiskSpecSchema = z.union([fromImageSchema, fromNothingSchema, diskSpecSchema]);
/** See {@link newDiskSpecSchema}. */
export type NewDiskSpec = z.output<typeof newDiskSpecSchema>;

/** A spec whose disks may have to be made first; what is stored names files only. */
export const newInstanceSpecSchema = z
  .strictObject({
    ...specFields,
    disks: z.array(newDiskSpecSchema).max(16, "at most 16 disks").default([]),
  })
  .superRefine(reportContradictions);
/** See {@link newInstanceSpecSchema}. */
export type NewInstanceSpec = z.output<typeof newInstanceSpecSchema>;

/**
 * The same without what cloud-init is given, for `instances.preview`: no command line shows it, and a question travels in an
 * address, which is short and may be logged on its way.
 */
export function withoutOrders(spec: NewInstanceSpec): NewInstanceSpec {
  return { ...spec, cloudInit: spec.cloudInit && { userData: "" } };
}
