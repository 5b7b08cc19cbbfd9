import { recordingPageInput, recordingPageSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `console.recording`: a page of a recording that has ended, as asciicast v2. */
export const recording = viewer
  .input(recordingPageInput)
  .output(recordingPageSchema)
  .query(({ ctx, input }) => ctx.hosts.holding(input.instance).consoles.recording(ctx.caller, input));
