import { instanceSummarySchema, updateInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { operator } from "../procedure.ts";

/** `instances.update`: a whole new spec for a stopped instance. */
export const update = operator
  .input(updateInput)
  .output(z.object({ instance: instanceSummarySchema }))
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).update(ctx.caller, input),
  }));
