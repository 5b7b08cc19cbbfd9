import { hostLastHourInput, hostLastHourSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `host.lastHour`: what a host did in the last hour, or since the answer before. */
export const lastHour = viewer
  .input(hostLastHourInput)
  .output(hostLastHourSchema)
  .query(({ ctx, input }) => ctx.hosts.named(input.host).hostLastHour(ctx.caller, input.since));
