import { doctorSchema } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";
import { hostInput } from "./host-input.ts";

/** `host.doctor`: what is wrong or might go wrong on a host, each with its fix. */
export const doctor = viewer
  .input(hostInput)
  .output(doctorSchema)
  .query(async ({ ctx, input }) => {
    const host = ctx.hosts.named(input.host);
    return { host: host.name, findings: await host.doctor(ctx.caller) };
  });
