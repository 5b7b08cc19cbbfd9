import * as z from "zod";
import { viewer } from "../procedure.ts";

/** `auth.signOut`: ends the session; what it has open closes. */
export const signOut = viewer.output(z.object({})).mutation(({ ctx }) => {
  ctx.auth.signOut(ctx.caller);
  return {};
});
