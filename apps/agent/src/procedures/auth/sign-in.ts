import { meSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { anyone } from "../procedure.ts";

const secret = z.string().min(1).max(200);

/** `auth.signIn`: a link's code or a token becomes a session cookie. */
export const signIn = anyone
  .input(z.union([z.strictObject({ link: secret }), z.strictObject({ token: secret })]))
  .output(meSchema)
  .mutation(({ ctx, input }) => {
    const caller = ctx.auth.signIn(input);
    ctx.audit({ caller, action: "auth.signIn", subject: caller.name, host: ctx.host, result: "ok" });
    return { name: caller.name, role: caller.role, host: ctx.host, version: ctx.version };
  });
