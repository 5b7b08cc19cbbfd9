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
  /** A CD drive without a CD. */
  z.strictObject({ empty: z.literal(true) }),
]);
/** See {@link diskSourceSchema}. */
export type DiskSource = z.output<typeof diskSourceSchema>;

/** The formats of images. A format is always named, never found out by looking. */
export const imageFormatSchema = z.enum(["raw", "qcow2"], { error: 'use "raw" or "qcow2"' });
/** See {@link imageFormatSchema}. */
export type ImageFormat = z.output<typeof imageFormatSchema>;

/** QEMU's own limit (THROTTLE_VALUE_MAX). */
const highestRate = 1_000_000_000_000_000;
const rate = z
  .int("whole number")
  .min(1, "at least 1; leave it out for no limit")
  .max(highestRate)
  .optional();

/**
 * How much a disk may do a second, in bytes and in operations. What is absent is not limited. As in QEMU a limit of the
 * sum and a limit of reads or writes exclude each other.
 */
export const diskLimitsSchema = z
  .strictObject({
    bytesPerSecond: rate,
    readBytesPerSecond: rate,
    writeBytesPerSecond: rate,
    opsPerSecond: rate,
    readOpsPerSecond: rate,
    writeOpsPerSecond: rate,
  })
  .superRefine((limits, context) => {
    const both = (sum: keyof typeof limits, parts: readonly (keyof typeof limits)[]) => {
      if (limits[sum] === undefined || parts.every((part) => limits[part] === undefined)) return;
      const message = `limit either the sum or reads and writes; ${parts.join(" and ")} cannot stand beside it`;
      context.addIssue({ code: "custom", path: [sum], message });
    };
    both("bytesPerSecond", ["readBytesPerSecond", "writeBytesPerSecond"]);
    both("opsPerSecond", ["readOpsPerSecond", "writeOpsPerSecond"]);
  });
/** See {@link diskLimitsSchema}. */
export type DiskLimits = z.output<typeof diskLimitsSchema>;

/** What a linked image is based on: another image that is only read, and what that one is based on in turn. */
export interface BackingImage {
  readonly file: string;
  readonly format: "raw" | "qcow2";
  readonly backing?: BackingImage | undefined;
}

/** Longest chain below a disk; each link is opened and read by its own block node. */
const longestChain = 8;

const backingImageSchema: z.ZodType<BackingImage> = z.lazy(() =>
  z.strictObject({
    file: absolutePathSchema,
    format: imageFormatSchema,
    backing: backingImageSchema.optional(),
  }),
);

/** The images below a linked one, the nearest first. */
export function backingChain(image: { readonly backing?: BackingImage | undefined }): BackingImage[] {
  return image.backing === undefined ? [] : [image.backing, ...backingChain(image.backing)];
}

/** Name of a disk, unique in its instance. */
export const diskNameSchema = z
  .string()
  .max(20, "at most 20 characters")
  .regex(/^[a-z][a-z0-9-]*$/, "use a–z, 0–9 and '-', starting with a letter");

/** What a disk has besides its source. `name` is its stable identity: device id, place in the machine and figures hang on it. */
export const diskFields = {
  name: diskNameSchema,
  format: imageFormatSchema.default("qcow2"),
  bus: z
    .enum(["virtio", "scsi", "sata", "cdrom"], { error: 'use "virtio", "scsi", "sata" or "cdrom"' })
    .default("virtio"),
  readOnly: z.boolean().default(false),
  limits: diskLimitsSchema.optional(),
  /** The chain below a linked qcow2 image. What the image itself names is not believed, but must agree. */
  backing: backingImageSchema.optional(),
};

/** One disk. */
export const diskSpecSchema = z
  .strictObject({ ...diskFields, source: diskSourceSchema })
  .superRefine((disk, context) => {
    for (const { field, message } of contradictionsOf(disk))
      context.addIssue({ code: "custom", path: [field], message });
  });

/** What of a disk does not fit together: the field, and what to do. */
function* contradictionsOf(
  disk: z.output<z.ZodObject<typeof diskFields>> & { readonly source: DiskSource },
): Generator<{ readonly field: string; readonly message: string }> {
  // QEMU's emulated hard disk knows no write protection and refuses to start ("Can't use a read-only drive").
  if (disk.readOnly && disk.bus === "sata")
    yield { field: "readOnly", message: "a SATA disk cannot be read only; use another bus" };
  if ("empty" in disk.source && disk.bus !== "cdrom")
    yield { field: "source", message: "only a CD drive can be empty" };
  // Only a header that can be looked at first is opened: it may name further files.
  const remote = "nbd" in disk.source || "rbd" in disk.source || "iscsi" in disk.source;
  if (remote && disk.format !== "raw")
    yield { field: "format", message: 'a disk that is reached over the network has format "raw"' };
  const chain = backingChain(disk);
  if (chain.length > longestChain)
    yield { field: "backing", message: `a chain of at most ${longestChain} images` };
  const linked = [disk, ...chain].filter(({ backing }) => backing !== undefined);
  if (linked.some(({ format }) => format !== "qcow2"))
    yield { field: "backing", message: "only a qcow2 image has a backing image" };
  if (chain.length > 0 && !("file" in disk.source))
    yield { field: "backing", message: "only an image file has a backing image" };
}

/** A checked disk. */
export type DiskSpec = z.output<typeof diskSpecSchema>;
/** A disk as a person writes it: fields with a default may be absent. */
export type DiskSpecInput = z.input<typeof diskSpecSchema>;
