import { hostInfoSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";
import { hostInput } from "./host-input.ts";

/** `host.info`: what a host is and has, and which agent says so. */
export const info = viewer
  .input(hostInput)
  .output(hostInfoSchema)
  .query(({ ctx, input }) => ctx.hosts.named(input.host).info(ctx.caller));
