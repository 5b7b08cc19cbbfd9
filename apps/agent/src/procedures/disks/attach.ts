import { attachDiskInput, instanceReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `disks.attach`: plugs a disk in, and makes its empty image before when asked. */
export const attach = operator
  .input(attachDiskInput)
  .output(instanceReplySchema)
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).disks.attach(ctx.caller, input),
  }));
