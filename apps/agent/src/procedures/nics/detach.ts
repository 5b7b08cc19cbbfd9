import { detachNicInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `nics.detach`: asks the guest to let an interface go, then unplugs it. */
export const detach = operator
  .input(detachNicInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).nics.detach(ctx.caller, input),
  }));
