import { imageListInput, imageListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `images.list`: the images of one host or of all that answer, and the uploads that are under way. */
export const list = viewer
  .input(imageListInput)
  .output(imageListSchema)
  .query(({ ctx, input }) => ctx.hosts.images(ctx.caller, input.host));
