import { evacuationPlanInput, evacuationPlanSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { operator } from "../procedure.ts";

/** `hosts.evacuationPlan`: which instances of a host would move where, be shut down, stay or are blocked; changes nothing. */
export const evacuationPlan = operator
  .input(evacuationPlanInput)
  .output(z.object({ plan: evacuationPlanSchema }))
  .query(async ({ ctx, input }) => ({
    plan: await ctx.hosts.named(input.host).maintenance.plan(ctx.caller, input.options),
  }));
