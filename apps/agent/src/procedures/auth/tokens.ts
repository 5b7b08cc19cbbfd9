import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

const tokenSchema = z.object({ name: z.string(), role: z.enum(roles), createdAt: z.string() });

/** `auth.tokens`: which tokens there are. */
export const tokens = admin
  .output(z.object({ tokens: z.array(tokenSchema) }))
  .query(({ ctx }) => ({ tokens: ctx.auth.tokens() }));
