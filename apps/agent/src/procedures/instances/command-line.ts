import { instanceInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { viewer } from "../procedure.ts";

/** `instances.commandLine`: the QEMU command as it runs, or as the next start would run it. */
export const commandLine = viewer
  .input(instanceInput)
  .output(z.object({ argv: z.array(z.string()) }))
  .query(async ({ ctx, input }) => ({
    argv: await ctx.hosts.holding(input.instance).commandLine(ctx.caller, input.instance),
  }));
