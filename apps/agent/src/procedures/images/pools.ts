import { imageListInput, poolListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `images.pools`: where images and disks are made, and how much room is left. */
export const pools = viewer
  .input(imageListInput)
  .output(poolListSchema)
  .query(async ({ ctx, input }) => ({ pools: await ctx.hosts.pools(ctx.caller, input.host) }));
