import { operationListInput, operationSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import { viewer } from "../procedure.ts";

/** `operations.list`: newest first, of all hosts. */
export const list = viewer
  .input(operationListInput.default(operationListInput.parse({})))
  .output(z.object({ operations: z.array(operationSchema) }))
  .query(({ ctx, input }) => ({ operations: ctx.hosts.operations(input) }));
