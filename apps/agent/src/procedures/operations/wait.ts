import { operationReplySchema, operationWaitInput } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `operations.wait`: answers when the operation has ended, or with its present state after the time-out. */
export const wait = viewer
  .input(operationWaitInput)
  .output(operationReplySchema)
  .query(async ({ ctx, input, signal }) => ({
    operation: await ctx.hosts.running(input.id).wait(ctx.caller, input, signal),
  }));
