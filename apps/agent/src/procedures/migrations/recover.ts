import { recoverInput, recoverReplySchema } from "@gantry/kvm-core/model";
import { recoverMigration } from "../../hosts/recover-migration.ts";
import { operator, requireRole } from "../procedure.ts";

/**
 * `migrations.recover`: looks again at both hosts and settles what the rules can settle; with `choose`, which only an
 * administrator may, takes the instance over on the side that answers.
 */
export const recover = operator
  .input(recoverInput)
  .output(recoverReplySchema)
  .mutation(async ({ ctx, input }) => {
    if (input.choose !== undefined) requireRole(ctx, "admin");
    return await recoverMigration(ctx.hosts, ctx.caller, input);
  });
