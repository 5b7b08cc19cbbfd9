import { roles } from "@gantry/kvm-core/model";
import * as z from "zod";

const definitionSchema = z.object({
  meta: z.object({ role: z.enum([...roles, "public"]) }),
  type: z.enum(["query", "mutation", "subscription"]),
  inputs: z.array(z.instanceof(z.ZodType)).default([]),
  output: z.instanceof(z.ZodType).optional(),
});
const routerSchema = z.object({
  _def: z.object({ procedures: z.record(z.string(), z.instanceof(Function)) }),
});

/** What a router says of one of its procedures. */
export interface ProcedureFacts extends z.output<typeof definitionSchema> {
  /** Such as `instances.list`. */
  readonly path: string;
}

/** Every procedure of a router, read from the router itself. @throws ZodError when one of them names no role. */
export function proceduresOf(router: unknown): ProcedureFacts[] {
  return Object.entries(routerSchema.parse(router)._def.procedures).map(([path, procedure]) => ({
    path,
    ...definitionSchema.parse(Reflect.get(procedure, "_def")),
  }));
}

/** Those that are one question and one answer, for whoever sends a token: to sign in is the UI's, and sets its cookie. */
export function plainCallsOf(router: unknown): ProcedureFacts[] {
  return proceduresOf(router).filter(({ type, meta }) => type !== "subscription" && meta.role !== "public");
}
