import { limitNicInput, instanceReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `nics.limit`: limits what an interface carries, at once. */
export const limit = operator
  .input(limitNicInput)
  .output(instanceReplySchema)
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).nics.limit(ctx.caller, input),
  }));
