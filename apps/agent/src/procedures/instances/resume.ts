import { instanceInput, instanceSummarySchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { operator } from "../procedure.ts";

/** `instances.resume`: lets a paused guest go on. */
export const resume = operator
  .input(instanceInput)
  .output(z.object({ instance: instanceSummarySchema }))
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).resume(ctx.caller, input.instance),
  }));
