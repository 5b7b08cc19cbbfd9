import { guestInfoSchema, instanceInput } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `guest.info`: system, addresses and file systems, as the guest's own agent tells them. */
export const info = viewer
  .input(instanceInput)
  .output(guestInfoSchema)
  .query(({ ctx, input }) => ctx.hosts.holding(input.instance).guestInfo(ctx.caller, input.instance));
