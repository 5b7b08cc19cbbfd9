import { recordingReplySchema, recordingInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `console.stopRecording`: ends a recording; then it can be read. */
export const stopRecording = operator
  .input(recordingInput)
  .output(recordingReplySchema)
  .mutation(async ({ ctx, input }) => ({
    recording: await ctx.hosts.holding(input.instance).consoles.stopRecording(ctx.caller, input),
  }));
