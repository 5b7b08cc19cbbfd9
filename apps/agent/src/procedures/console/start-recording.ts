import { recordingReplySchema, startRecordingInput } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `console.startRecording`: records what a console shows from now on, under a name. */
export const startRecording = operator
  .input(startRecordingInput)
  .output(recordingReplySchema)
  .mutation(async ({ ctx, input }) => ({
    recording: await ctx.hosts.holding(input.instance).consoles.startRecording(ctx.caller, input),
  }));
