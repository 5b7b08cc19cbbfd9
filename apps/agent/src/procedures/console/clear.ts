import { consolePortInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { operator } from "../procedure.ts";

/** `console.clear`: forgets all that a console's guest wrote so far, for good. */
export const clear = operator
  .input(consolePortInput)
  .output(z.object({}))
  .mutation(async ({ ctx, input }) => {
    await ctx.hosts.holding(input.instance).consoles.clear(ctx.caller, input);
    return {};
  });
