import { sessionSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { viewer } from "../procedure.ts";

/** `auth.sessions`: the browsers that are signed in here as the caller; for an administrator all of them. */
export const sessions = viewer
  .output(z.object({ sessions: z.array(sessionSchema) }))
  .query(({ ctx }) => ({ sessions: ctx.auth.sessions(ctx.caller) }));
