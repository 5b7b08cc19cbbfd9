import { consoleLogInput, consoleLogSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `console.log`: a page of what the guest wrote, with when it came. */
export const log = viewer
  .input(consoleLogInput)
  .output(consoleLogSchema)
  .query(({ ctx, input }) => ctx.hosts.holding(input.instance).consoles.log(ctx.caller, input));
