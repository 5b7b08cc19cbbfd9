import { backupDisksInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `disks.backup`: copies disks as they are at one moment into new files; the guest runs on. */
export const backup = operator
  .input(backupDisksInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).disks.backup(ctx.caller, input),
  }));
