import { createInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.create`: stores a new instance on a host and, if asked, starts it. */
export const create = operator
  .input(createInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.placing(input).create(ctx.caller, input),
  }));
