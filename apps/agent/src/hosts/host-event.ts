import {
  hostSummarySchema,
  instanceEventSchema,
  instanceSummarySchema,
  operationSchema,
} from "@gantry/kvm-core/model";
import * as z from "zod";

/** What an agent tells its peers of its own host: everything first, then each change. */
export const hostEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    host: hostSummarySchema,
    instances: z.array(instanceSummarySchema),
    operations: z.array(operationSchema),
  }),
  ...instanceEventSchema.options,
  z.object({ type: z.literal("host"), host: hostSummarySchema }),
  z.object({ type: z.literal("operation"), operation: operationSchema }),
]);
/** See {@link hostEventSchema}. */
export type HostEvent = z.output<typeof hostEventSchema>;
