import * as z from "zod";
import { absolutePathSchema } from "./path.ts";

const networkAddress = (scheme: string) =>
  z
    .string()
    .max(2000)
    .regex(
      new RegExp(`^${scheme}://[A-Za-z0-9._:@%/[\\]?=&+-]+$`),
      `give an address starting with ${scheme}://`,
    );

/** Where a disk's bytes are. Exactly one key. */
export const diskSourceSchema = z.union([
  z.strictObject({ file: absolutePathSchema }),
  z.strictObject({
    device: absolutePathSchema.refine((path) => path.startsWith("/dev/"), "give a path below /dev"),
  }),
  z.strictObject({ nbd: networkAddress("nbd") }),
  z.strictObject({
    rbd: z
      .string()
      .max(500)
      .regex(/^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/, "give pool/image"),
  }),
  z.strictObject({ iscsi: networkAddress("iscsi") }),
]);

/** One disk. `name` is its stable identity: device id, PCI address order and figures hang on it. */
export const diskSpecSchema = z.strictObject({
  name: z
    .string()
    .max(20, "at most 20 characters")
    .regex(/^[a-z][a-z0-9-]*$/, "use a–z, 0–9 and '-', starting with a letter"),
  source: diskSourceSchema,
  format: z.enum(["raw", "qcow2"], { error: 'use "raw" or "qcow2"' }).default("qcow2"),
  bus: z
    .enum(["virtio", "scsi", "sata", "cdrom"], { error: 'use "virtio", "scsi", "sata" or "cdrom"' })
    .default("virtio"),
  readOnly: z.boolean().default(false),
});

/** A checked disk. */
export type DiskSpec = z.output<typeof diskSpecSchema>;
