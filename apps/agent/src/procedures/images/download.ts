import { downloadImageInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `images.download`: fetches an image from an address; goes on where an earlier attempt stopped. */
export const download = operator
  .input(downloadImageInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.named(input.host).images.download(ctx.caller, input),
  }));
