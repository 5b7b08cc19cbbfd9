import { uploadInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `images.discardUpload`: forgets an upload and what has come of it. */
export const discardUpload = operator.input(uploadInput).mutation(async ({ ctx, input }) => {
  await ctx.hosts.named(input.host).images.discardUpload(ctx.caller, input.id);
});
