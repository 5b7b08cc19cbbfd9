import { previewInput } from "@gantry/kvm-core/model";
import * as z from "zod";
import { viewer } from "../procedure.ts";

/** `instances.preview`: the QEMU command of an instance that would be made like this. Makes nothing. */
export const preview = viewer
  .input(previewInput)
  .output(z.object({ argv: z.array(z.string()) }))
  .query(async ({ ctx, input }) => ({
    argv: await ctx.hosts.named(input.host).preview(ctx.caller, input),
  }));
