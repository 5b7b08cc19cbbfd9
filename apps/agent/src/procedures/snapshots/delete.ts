import { operationReplySchema, snapshotInput } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `snapshots.delete`: forgets a snapshot; the instance stays as it is. */
export const remove = admin
  .input(snapshotInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).snapshots.delete(ctx.caller, input),
  }));
