import { migrationInput, migrationPlanSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { operator } from "../procedure.ts";

/** `migrations.plan`: every check on both hosts and a forecast; changes nothing. */
export const plan = operator
  .input(migrationInput)
  .output(z.object({ plan: migrationPlanSchema }))
  .query(async ({ ctx, input }) => ({
    plan: await ctx.hosts.holding(input.instance).plan(ctx.caller, input),
  }));
