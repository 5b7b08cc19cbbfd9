import * as z from "zod";

/**
 * What the agent inside a guest says of it. Every text is the guest's own word, without control characters; nothing of
 * it is proven. A field is absent when the guest's agent does not know the question.
 */
export const guestInfoSchema = z.object({
  /** Version of the agent. */
  agent: z.string(),
  hostName: z.string().optional(),
  os: z
    .object({
      /** As in os-release, such as `debian`; `mswindows` on Windows. */
      id: z.string().optional(),
      name: z.string().optional(),
      version: z.string().optional(),
      kernel: z.string().optional(),
      machine: z.string().optional(),
    })
    .optional(),
  /** Loopback included; each address with its prefix, such as `192.0.2.7/24`. */
  interfaces: z
    .array(z.object({ name: z.string(), mac: z.string().optional(), addresses: z.array(z.string()) }))
    .optional(),
  /** Those on disks, in bytes. */
  fileSystems: z
    .array(
      z.object({
        device: z.string(),
        mountPoint: z.string(),
        type: z.string(),
        totalBytes: z.number().optional(),
        usedBytes: z.number().optional(),
      }),
    )
    .optional(),
});
/** See {@link guestInfoSchema}. */
export type GuestInfo = z.output<typeof guestInfoSchema>;
