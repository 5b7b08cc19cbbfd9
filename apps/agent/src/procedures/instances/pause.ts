import { instanceInput, instanceSummarySchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { operator } from "../procedure.ts";

/** `instances.pause`: stops the guest's CPUs; memory and devices stay as they are. */
export const pause = operator
  .input(instanceInput)
  .output(z.object({ instance: instanceSummarySchema }))
  .mutation(async ({ ctx, input }) => ({
    instance: await ctx.hosts.holding(input.instance).pause(ctx.caller, input.instance),
  }));
