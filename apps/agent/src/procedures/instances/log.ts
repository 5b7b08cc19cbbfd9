import { instanceLogInput, instanceLogSchema } from "@gantry/kvm-core/model";
import { operator } from "../procedure.ts";

/** `instances.log`: what its QEMU printed, or what was said over its monitor. */
export const log = operator
  .input(instanceLogInput)
  .output(instanceLogSchema)
  .query(({ ctx, input }) => ctx.hosts.holding(input.instance).log(ctx.caller, input));
