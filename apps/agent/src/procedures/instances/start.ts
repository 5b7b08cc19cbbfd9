import { operationReplySchema, startInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.start`: refused while its host is in maintenance, unless that is said to be known. */
export const start = operator
  .input(startInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).start(ctx.caller, input),
  }));
