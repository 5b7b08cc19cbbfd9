import { meSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `auth.me`: who is signed in. */
export const me = viewer.output(meSchema).query(({ ctx }) => ({
  name: ctx.caller.name,
  role: ctx.caller.role,
  host: ctx.host,
  version: ctx.version,
}));
