import { imageInput, imageReplySchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `images.get`: one image of a host. */
export const get = viewer
  .input(imageInput)
  .output(imageReplySchema)
  .query(async ({ ctx, input }) => ({
    image: await ctx.hosts.named(input.host).images.get(ctx.caller, input.name),
  }));
