import { instanceDetailSchema, instanceInput } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `instances.get`: one instance with its spec and, when it has a process, runtime and figures. */
export const get = viewer
  .input(instanceInput)
  .output(instanceDetailSchema)
  .query(({ ctx, input }) => ctx.hosts.holding(input.instance).get(ctx.caller, input.instance));
