import { importImageInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `images.import`: takes a copy of a file on the host as an image. */
export const importFile = operator
  .input(importImageInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.named(input.host).images.import(ctx.caller, input),
  }));
