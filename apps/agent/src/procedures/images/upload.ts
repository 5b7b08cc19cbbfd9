import { uploadImageInput, uploadReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `images.upload`: begins an upload, or finds where one of the same name and size stopped. */
export const upload = operator
  .input(uploadImageInput)
  .output(uploadReplySchema)
  .mutation(async ({ ctx, input }) => ({
    upload: await ctx.hosts.named(input.host).images.upload(ctx.caller, input),
  }));
