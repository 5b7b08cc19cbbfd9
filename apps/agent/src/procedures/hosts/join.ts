import { joinInput, joinedSchema } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `hosts.join`: the host of this agent joins those that a token comes from. */
export const join = admin
  .input(joinInput)
  .output(joinedSchema)
  .mutation(({ ctx, input }) => ctx.membership.join(ctx.caller, input.token));
