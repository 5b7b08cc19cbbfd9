import { changeMediumInput, instanceReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `disks.changeMedium`: lays a CD into a drive, or takes it out. */
export const changeMedium = operator
  .input(changeMediumInput)
  .output(instanceReplySchema)
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).disks.changeMedium(ctx.caller, input),
  }));
