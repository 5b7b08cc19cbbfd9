import { auditEntrySchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

/** `audit.list`: who changed what, newest first, on all hosts that answer. */
export const list = admin
  .input(z.strictObject({ limit: z.int().min(1).max(1000).default(100) }).default({ limit: 100 }))
  .output(z.object({ entries: z.array(auditEntrySchema) }))
  .query(async ({ ctx, input }) => ({ entries: await ctx.hosts.audit(ctx.caller, input.limit) }));
