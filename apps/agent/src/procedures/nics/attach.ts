import { attachedNicSchema, attachNicInput, instanceReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `nics.attach`: plugs an interface in, and tells its address and name. */
export const attach = operator
  .input(attachNicInput)
  .output(instanceReplySchema.extend({ nic: attachedNicSchema }))
  .mutation(({ ctx, input }) => ctx.hosts.holding(input.instance).nics.attach(ctx.caller, input));
