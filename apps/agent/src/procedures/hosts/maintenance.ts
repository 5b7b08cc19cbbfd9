import { maintenanceInput, maintenanceReplySchema } from "@gantry/kvm-core/model";
import { admin } from "../procedure.ts";

/** `hosts.maintenance`: begins or ends the maintenance of a host. Guests that run there are not touched. */
export const maintenance = admin
  .input(maintenanceInput)
  .output(maintenanceReplySchema)
  .mutation(async ({ ctx, input }) => {
    const host = ctx.hosts.named(input.host);
    const present = await host.maintenance.set(ctx.caller, input);
    return { host: host.name, ...(present && { maintenance: present }) };
  });
