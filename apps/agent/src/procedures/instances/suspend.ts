import { instanceInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.suspend`: saves the guest's memory and ends its QEMU; the next start lets it go on from there. */
export const suspend = operator
  .input(instanceInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).suspend(ctx.caller, input.instance),
  }));
