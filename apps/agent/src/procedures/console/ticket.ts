import { ticketInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { requireRole, viewer } from "../procedure.ts";

/** `console.ticket`: the right to open one console once, within 30 seconds. Typing needs the role operator. */
export const ticket = viewer
  .input(ticketInput)
  .output(z.object({ ticket: z.string(), expiresAt: z.string(), path: z.string() }))
  .mutation(({ ctx, input }) => {
    if (input.mode === "write") requireRole(ctx, "operator");
    const instance = ctx.hosts.summary(input.instance);
    const { mode, port } = input;
    const issued = ctx.auth.issueTicket(ctx.caller, { instance, mode, port });
    const path = `/console/${instance.name}`;
    return { ...issued, path: port === 0 ? path : `${path}?port=${port}` };
  });
