import { migrationInput, operationReplySchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `migrations.start`: moves an instance to another host. */
export const start = operator
  .input(migrationInput)
  .output(operationReplySchema)
  .mutation(async ({ ctx, input }) => ({
    operation: await ctx.hosts.holding(input.instance).migrate(ctx.caller, input),
  }));
