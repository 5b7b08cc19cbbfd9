import { nameSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

/** `auth.revokeToken`: ends a token, the sessions opened with it and what they have open. */
export const revokeToken = admin
  .input(z.strictObject({ name: nameSchema }))
  .output(z.object({}))
  .mutation(({ ctx, input }) => {
    ctx.auth.revokeToken(input.name);
    return {};
  });
