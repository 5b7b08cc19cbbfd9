import { consolePortInput, recordingsSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `console.recordings`: what was recorded of a console by name, the newest first. */
export const recordings = viewer
  .input(consolePortInput)
  .output(recordingsSchema)
  .query(async ({ ctx, input }) => ({
    recordings: await ctx.hosts.holding(input.instance).consoles.recordings(ctx.caller, input),
  }));
