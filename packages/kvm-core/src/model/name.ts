import * as z from "zod";

/**
 * Name of an instance or host: 1–63 of a–z 0–9 `-` `.`, starting and ending with a letter or digit. Nothing in it can
 * become a path segment such as `..`, an option, or a second QEMU property.
 */
export const nameSchema = z
  .string()
  .max(63, "at most 63 characters")
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/,
    "use a–z, 0–9, '-' and '.', starting and ending with a letter or digit",
  )
  .refine((name) => !name.includes(".."), "two dots must not follow each other");

/** Instances are addressed by name or by uuid; both are checked before anything is looked up. */
export const instanceReferenceSchema = z.union([nameSchema, z.uuid()], {
  error: "give an instance's name or its uuid",
});
