import { operationReplySchema, stopInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.stop`: asks the guest to power off; `force` ends QEMU. */
export const stop = operator
  .input(stopInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).stop(ctx.caller, input),
  }));
