import * as z from "zod";
import { viewer } from "../procedure.ts";

/** `auth.endSession`: signs one of the caller's browsers out; what it has open closes. An administrator may end any. */
export const endSession = viewer
  .input(z.strictObject({ id: z.string().min(1).max(64) }))
  .output(z.object({}))
  .mutation(({ ctx, input }) => {
    ctx.auth.endSession(ctx.caller, input.id);
    return {};
  });
