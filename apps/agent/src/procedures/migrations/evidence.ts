import { evidenceSchema, instanceInput } from "@gantry/kvm-core/model";
import { viewer } from "../procedure.ts";

/** `migrations.evidence`: what each host knows and holds of an instance, and what only a person can settle of it. */
export const evidence = viewer
  .input(instanceInput)
  .output(evidenceSchema)
  .query(({ ctx, input }) => ctx.hosts.evidence(ctx.caller, input.instance));
