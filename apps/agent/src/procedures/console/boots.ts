import { consoleBootsSchema, consolePortInput } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `console.boots`: the boots that a console remembers, the oldest first. */
export const boots = viewer
  .input(consolePortInput)
  .output(consoleBootsSchema)
  .query(async ({ ctx, input }) => ({
    boots: await ctx.hosts.holding(input.instance).consoles.boots(ctx.caller, input),
  }));
