import { instanceListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `instances.list`: every instance of every host. */
export const list = viewer.output(instanceListSchema).query(({ ctx }) => {
  ctx.hosts.look();
  return { instances: ctx.hosts.instances() };
});
