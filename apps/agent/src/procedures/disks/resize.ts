import { resizeDiskInput, instanceReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `disks.resize`: makes a disk larger; a running guest sees it at once. */
export const resize = operator
  .input(resizeDiskInput)
  .output(instanceReplySchema)
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).disks.resize(ctx.caller, input),
  }));
