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

/** What the guest shall believe it is, unless the spec says it in its own `metaData`. */
export interface SeedIdentity {
  /** cloud-init does its first-boot work once per instance-id: a clone has another. */
  readonly uuid: string;
  readonly name: string;
}

/** One file of the CD that cloud-init reads. */
export interface SeedDocument {
  readonly name: "user-data" | "meta-data" | "network-config";
  readonly text: string;
}

/** The files that the guest finds. Equal input, equal texts. */
export function seedDocuments(cloudInit: CloudInit, { uuid, name }: SeedIdentity): SeedDocument[] {
  const { userData, networkConfig } = cloudInit;
  const metaData = cloudInit.metaData ?? `instance-id: ${uuid}\nlocal-hostname: ${name}\n`;
  return [
    { name: "user-data", text: userData },
    { name: "meta-data", text: metaData },
    ...(networkConfig === undefined ? [] : [{ name: "network-config" as const, text: networkConfig }]),
  ];
}
