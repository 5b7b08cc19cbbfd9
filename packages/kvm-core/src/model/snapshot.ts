import * as z from "zod";

/** Name of a snapshot: like a disk's, but longer. It stands inside the images as it is. */
export const snapshotNameSchema = z
  .string()
  .max(63, "at most 63 characters")
  .regex(/^[a-z][a-z0-9-]*$/, "use a–z, 0–9 and '-', starting with a letter");

/** One moment of an instance that can be gone back to, as its images tell. */
export const snapshotSchema = z.object({
  name: z.string(),
  /** ISO 8601, by the host's clock. */
  takenAt: z.string(),
  /** Whether the guest's memory is in it: then a running guest goes back in the midst of what it did. */
  memory: z.boolean(),
  /** Bytes of that memory. What the disks keep for it is shared with what they hold now, and not counted by QEMU. */
  memoryBytes: z.number(),
  /** Each disk that the guest may write to, and whether its image has this snapshot. */
  disks: z.array(z.object({ disk: z.string(), present: z.boolean() })),
  /** Whether all of them have it. Only then can it be reverted to. */
  complete: z.boolean(),
});
/** See {@link snapshotSchema}. */
export type Snapshot = z.output<typeof snapshotSchema>;
