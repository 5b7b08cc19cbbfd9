import { operationInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `operations.cancel`: asks a running operation to give up and put things back. */
export const cancel = operator
  .input(operationInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.running(input.id).cancel(ctx.caller, input.id),
  }));
