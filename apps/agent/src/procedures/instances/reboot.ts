import { operationReplySchema, rebootInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.reboot`: asks the guest; `hard` resets at once. */
export const reboot = operator
  .input(rebootInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).reboot(ctx.caller, input),
  }));
