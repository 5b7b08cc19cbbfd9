import { consoleSearchInput, consoleSearchSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `console.search`: literal text in what the guest wrote, the newest hits first. Ends when the asker hangs up. */
export const search = viewer
  .input(consoleSearchInput)
  .output(consoleSearchSchema)
  .query(({ ctx, input, signal }) =>
    ctx.hosts.holding(input.instance).consoles.search(ctx.caller, input, signal),
  );
