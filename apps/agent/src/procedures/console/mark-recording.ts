import { recordingReplySchema, markRecordingInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `console.markRecording`: marks this moment of a recording that runs. */
export const markRecording = operator
  .input(markRecordingInput)
  .output(recordingReplySchema)
  .mutation(async ({ ctx, input }) => ({
    recording: await ctx.hosts.holding(input.instance).consoles.markRecording(ctx.caller, input),
  }));
