import { auditEntrySchema, auditInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { admin } from "../procedure.ts";

/** `audit.list`: who changed what, newest first, on all hosts that answer. */
export const list = admin
  .input(auditInput.default(auditInput.parse({})))
  .output(z.object({ entries: z.array(auditEntrySchema) }))
  .query(async ({ ctx, input }) => ({ entries: await ctx.hosts.audit(ctx.caller, input) }));
