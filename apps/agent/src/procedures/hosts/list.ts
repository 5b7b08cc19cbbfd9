import { hostListSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `hosts.list`: this host and its peers, whether they answer or not. */
export const list = viewer.output(hostListSchema).query(({ ctx }) => ({ hosts: ctx.hosts.list() }));
