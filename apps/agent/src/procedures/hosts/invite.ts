import { invitationSchema, inviteInput } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `hosts.invite`: a token with which one more host can join, once, for a few minutes. */
export const invite = admin
  .input(inviteInput)
  .output(invitationSchema)
  .mutation(({ ctx, input }) => ctx.membership.invite(ctx.caller, input));
