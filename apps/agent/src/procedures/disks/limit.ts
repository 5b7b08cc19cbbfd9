import { limitDiskInput, instanceReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `disks.limit`: limits what a disk does a second, at once. */
export const limit = operator
  .input(limitDiskInput)
  .output(instanceReplySchema)
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).disks.limit(ctx.caller, input),
  }));
