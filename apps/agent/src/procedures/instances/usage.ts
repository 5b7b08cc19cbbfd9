import { usageListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `instances.usage`: what every instance of every host with a process uses, from memory. */
export const usage = viewer
  .output(usageListSchema)
  .query(async ({ ctx }) => ({ instances: await ctx.hosts.usage(ctx.caller) }));
