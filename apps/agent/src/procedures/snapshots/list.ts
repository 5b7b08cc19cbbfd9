import { instanceInput, snapshotListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `snapshots.list`: the moments an instance can go back to, as its images tell. */
export const list = viewer
  .input(instanceInput)
  .output(snapshotListSchema)
  .query(async ({ ctx, input }) => ({
    snapshots: await ctx.hosts.holding(input.instance).snapshots.list(ctx.caller, input.instance),
  }));
