import { figuresListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `instances.figures`: what every instance of every host uses now. */
export const figures = viewer
  .output(figuresListSchema)
  .query(async ({ ctx }) => ({ instances: await ctx.hosts.figures(ctx.caller) }));
