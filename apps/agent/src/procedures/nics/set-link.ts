import { linkNicInput, instanceReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `nics.setLink`: puts the cable in or pulls it. */
export const setLink = operator
  .input(linkNicInput)
  .output(instanceReplySchema)
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).nics.setLink(ctx.caller, input),
  }));
