import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

/** `auth.link`: an address that signs one browser in, once, within ten minutes. */
export const link = admin
  .input(z.strictObject({ role: z.enum(roles).default("admin") }).default({ role: "admin" }))
  .output(z.object({ url: z.string(), expiresAt: z.string() }))
  .mutation(({ ctx, input }) => ctx.auth.issueLink(ctx.caller, input.role));
