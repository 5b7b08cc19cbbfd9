import * as z from "zod";
import { imageFormatSchema } from "./disk-spec.ts";
import { nameSchema } from "./name.ts";

/** The formats an image may be brought in. What is none of Gantry's own is converted to qcow2 when it comes in. */
export const broughtFormatSchema = z.enum(["raw", "qcow2", "vmdk", "vdi", "vhdx"], {
  error: 'use "raw", "qcow2", "vmdk", "vdi" or "vhdx"',
});
/** See {@link broughtFormatSchema}. */
export type BroughtFormat = z.output<typeof broughtFormatSchema>;

/** What an image holds, for a person who chooses one: free text such as "Debian 12". */
export const osHintSchema = z
  .string()
  .max(100, "at most 100 characters")
  .regex(/^[^\p{Cc}]*$/u, "one line without control characters");

/** Lower case hexadecimal digits of a SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "give the 64 hexadecimal digits of a SHA-256");
/** Lower case hexadecimal digits of a SHA-512. */
export const sha512Schema = z
  .string()
  .regex(/^[0-9a-f]{128}$/, "give the 128 hexadecimal digits of a SHA-512");

/** Where an image came from. */
export const imageSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("url"), url: z.string() }),
  z.strictObject({ kind: z.literal("upload"), file: z.string() }),
  z.strictObject({ kind: z.literal("file"), path: z.string() }),
]);
/** See {@link imageSourceSchema}. */
export type ImageSource = z.output<typeof imageSourceSchema>;

/** What is written down of an image when it comes in; its format is never found out by looking again. */
export const imageRecordSchema = z.strictObject({
  name: nameSchema,
  format: imageFormatSchema,
  /** As it was brought. */
  broughtAs: broughtFormatSchema,
  /** Bytes a guest sees. */
  virtualBytes: z.int(),
  /** Of the bytes that were brought, before any conversion. */
  sha256: sha256Schema,
  source: imageSourceSchema,
  addedAt: z.string(),
  addedBy: z.string(),
  os: osHintSchema.optional(),
});
/** See {@link imageRecordSchema}. */
export type ImageRecord = z.output<typeof imageRecordSchema>;

/** An image of a host's library. */
export const imageSchema = imageRecordSchema.extend({
  host: z.string(),
  pool: z.string(),
  /** On its host. */
  path: z.string(),
  /** What it takes of its file system now. */
  diskBytes: z.number(),
  /** Names of the instances that have it as a disk or below a linked disk. */
  usedBy: z.array(z.string()),
});
/** See {@link imageSchema}. */
export type Image = z.output<typeof imageSchema>;

/** A directory for images and for the disks that are made from them. */
export const poolSchema = z.object({
  host: z.string(),
  name: z.string(),
  path: z.string(),
  /** Of its file system; absent when the directory cannot be read now. */
  bytes: z.number().optional(),
  freeBytes: z.number().optional(),
});
/** See {@link poolSchema}. */
export type Pool = z.output<typeof poolSchema>;

/** An upload that is under way: send the bytes from `receivedBytes` on. */
export const uploadSchema = z.object({
  id: z.string(),
  host: z.string(),
  name: z.string(),
  bytes: z.number(),
  receivedBytes: z.number(),
  /** Most that is taken at once. */
  chunkBytes: z.number(),
});
/** See {@link uploadSchema}. */
export type Upload = z.output<typeof uploadSchema>;
