import * as z from "zod";
import { instanceReferenceSchema } from "./name.ts";
import { nicLinkSchema, nicRateSchema, nicSpecSchema } from "./nic-spec.ts";

const instance = instanceReferenceSchema;
/** An interface by its MAC, or by the name that `instances.get` shows, such as `nic-0`. */
const nic = z.string().max(20, 'a MAC, or a name such as "nic-0"');

/** `nics.attach`: plugs an interface in. */
export const attachNicInput = z.strictObject({ instance, nic: nicSpecSchema });
/** `nics.detach`: asks the guest and waits until it has let go. */
export const detachNicInput = z.strictObject({
  instance,
  nic,
  timeoutSeconds: z.number().positive("more than 0 s").max(3600, "at most an hour").default(30),
});
/** `nics.setLink`: puts the cable in or pulls it. */
export const linkNicInput = z.strictObject({ instance, nic, link: nicLinkSchema });
/** `nics.limit`: what it may carry from now on; without `rate` nothing is limited. */
export const limitNicInput = z.strictObject({ instance, nic, rate: nicRateSchema.optional() });

/** An interface that was plugged in: its MAC, generated when the spec had none, and its name, such as `nic-1`. */
export const attachedNicSchema = z.object({ mac: z.string(), name: z.string() });
/** See {@link attachedNicSchema}. */
export type AttachedNic = z.output<typeof attachedNicSchema>;
