import { nameSchema, roles } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

/** `auth.createToken`: a token for a script or another client; shown this once, only its hash is kept. */
export const createToken = admin
  .input(
    z.strictObject({
      name: nameSchema,
      role: z.enum(roles),
      /** When it ends by itself; never when absent. */
      expiresAt: z.iso.datetime().optional(),
    }),
  )
  .output(z.object({ token: z.string() }))
  .mutation(({ ctx, input }) => ({ token: ctx.auth.createToken(input) }));
