import { operationReplySchema, uploadInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `images.finishUpload`: examines what has come, and takes it in as an image. */
export const finishUpload = operator
  .input(uploadInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.named(input.host).images.finishUpload(ctx.caller, input.id),
  }));
