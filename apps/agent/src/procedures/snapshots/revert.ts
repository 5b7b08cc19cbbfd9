import { operationReplySchema, snapshotInput } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `snapshots.revert`: goes back to a snapshot; what is there now is lost. */
export const revert = admin
  .input(snapshotInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).snapshots.revert(ctx.caller, input),
  }));
