import { detachDiskInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `disks.detach`: asks the guest to let a disk go, then unplugs it; its image stays. */
export const detach = operator
  .input(detachDiskInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).disks.detach(ctx.caller, input),
  }));
