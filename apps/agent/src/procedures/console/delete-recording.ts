import { recordingInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { operator } from "../procedure.ts";

/** `console.deleteRecording`: deletes a recording, also one that runs. */
export const deleteRecording = operator
  .input(recordingInput)
  .output(z.object({}))
  .mutation(async ({ ctx, input }) => {
    await ctx.hosts.holding(input.instance).consoles.deleteRecording(ctx.caller, input);
    return {};
  });
