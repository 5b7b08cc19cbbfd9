import { deleteInput, operationReplySchema } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `instances.delete`: forgets a stopped instance; its disks stay unless asked otherwise. */
export const remove = admin
  .input(deleteInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).delete(ctx.caller, input),
  }));
