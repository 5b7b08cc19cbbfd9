import { instanceListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `instances.list`: every instance of every host. */
export const list = viewer
  .output(instanceListSchema)
  .query(({ ctx }) => ({ instances: ctx.hosts.instances() }));
