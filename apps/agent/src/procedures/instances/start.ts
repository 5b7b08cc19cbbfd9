import { instanceInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.start`. */
export const start = operator
  .input(instanceInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).start(ctx.caller, input.instance),
  }));
