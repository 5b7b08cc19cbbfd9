import { evacuateInput, operationReplySchema } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `hosts.evacuate`: empties a host, one migration after the other. */
export const evacuate = admin
  .input(evacuateInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.named(input.host).maintenance.evacuate(ctx.caller, input),
  }));
