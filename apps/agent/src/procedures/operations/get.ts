import { operationInput, operationReplySchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `operations.get`, and `migrations.get`. */
export const get = viewer
  .input(operationInput)
  .output(operationReplySchema)
  .query(async ({ ctx, input }) => ({
    operation: await ctx.hosts.running(input.id).operation(ctx.caller, input.id),
  }));
