import { operationReplySchema, takeSnapshotInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `snapshots.take`: keeps this moment of all disks, and of the guest's memory when there is one. */
export const take = operator
  .input(takeSnapshotInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).snapshots.take(ctx.caller, input),
  }));
