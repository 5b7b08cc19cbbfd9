import * as z from "zod";

const maxBytes = 64 * 1024;

const documentSchema = z
  .string()
  .refine((text) => !text.includes("\0"), "no NUL characters")
  .refine((text) => new TextEncoder().encode(text).length <= maxBytes, `at most ${maxBytes} bytes of UTF-8`);

/**
 * What cloud-init in the guest is given to read, on a CD of its own (data source NoCloud): each document as it is, at
 * most 64 KiB. Without `metaData` the instance's uuid is the instance-id and its name the host name. Whoever may read
 * the spec may read these; keep passwords in them hashed.
 */
export const cloudInitSchema = z.strictObject({
  userData: documentSchema,
  metaData: documentSchema.optional(),
  networkConfig: documentSchema.optional(),
});
/** See {@link cloudInitSchema}. */
export type CloudInit = z.output<typeof cloudInitSchema>;
