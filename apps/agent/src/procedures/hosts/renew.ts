import { renewedSchema } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `hosts.renew`: a new certificate for this host now, instead of in time by itself: when it got another address, say. */
export const renew = admin.output(renewedSchema).mutation(({ ctx }) => ctx.membership.renew());
