import { tokenSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

/** `auth.tokens`: which tokens there are, with those that have ended. */
export const tokens = admin
  .output(z.object({ tokens: z.array(tokenSchema) }))
  .query(({ ctx }) => ({ tokens: ctx.auth.tokens() }));
