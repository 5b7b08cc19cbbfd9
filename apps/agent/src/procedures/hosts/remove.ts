import { removeHostInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

/** `hosts.remove`: a host does not belong to the others any more; what it has open here closes. The own host leaves. */
export const remove = admin
  .input(removeHostInput)
  .output(z.object({}))
  .mutation(async ({ ctx, input }) => {
    await ctx.membership.remove(ctx.caller, input.name);
    return {};
  });
