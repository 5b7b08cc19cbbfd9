import { imageInput } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `images.delete`: removes an image that no instance's disk needs. */
export const remove = admin.input(imageInput).mutation(async ({ ctx, input }) => {
  await ctx.hosts.named(input.host).images.delete(ctx.caller, input.name);
});
