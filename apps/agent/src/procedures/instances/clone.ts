import { cloneInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.clone`: a new instance like a stopped one, on the same host, with disks of its own. */
export const clone = operator
  .input(cloneInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.cloning(input).clone(ctx.caller, input),
  }));
