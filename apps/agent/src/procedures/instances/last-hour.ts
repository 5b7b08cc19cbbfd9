import { instanceLastHourInput, instanceLastHourSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `instances.lastHour`: what an instance used in the last hour, or since the answer before. */
export const lastHour = viewer
  .input(instanceLastHourInput)
  .output(instanceLastHourSchema)
  .query(({ ctx, input }) =>
    ctx.hosts.holding(input.instance).lastHour(ctx.caller, input.instance, input.since),
  );
