import * as z from "zod";
import { instanceReferenceSchema } from "./name.ts";

/** What is written down of an instance's QEMU: what it printed, and what was said over its monitor, without secrets. */
export const instanceLogs = ["qemu", "monitor"] as const;
/** See {@link instanceLogs}. */
export type InstanceLog = (typeof instanceLogs)[number];

/** `instances.log`: a page of it. Without `from` its end; with `from`, what came since. */
export const instanceLogInput = z.strictObject({
  instance: instanceReferenceSchema,
  log: z.enum(instanceLogs, { error: 'use "qemu" or "monitor"' }).default("qemu"),
  /** First byte wanted. */
  from: z.int().min(0).optional(),
  maxBytes: z.int().min(1, "at least 1 byte").max(1_048_576, "at most 1 MiB").default(262_144),
});

/** Bytes as they are in the file, whatever they are: a guest may have had a hand in them. */
export const instanceLogSchema = z.object({
  /** Number of the first byte in `data`; smaller than what was asked for when the file began anew meanwhile. */
  from: z.number(),
  /** Ask on from here. */
  next: z.number(),
  end: z.number(),
  data: z.base64(),
});
/** See {@link instanceLogSchema}. */
export type InstanceLogPage = z.output<typeof instanceLogSchema>;
