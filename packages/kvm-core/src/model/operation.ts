import * as z from "zod";
import { errorBodySchema } from "./error.ts";
import { operationKinds, operationStatuses } from "./operation-status.ts";

export * from "./operation-status.ts";

/** One named step of an operation. Times are ISO 8601. */
export const operationStepSchema = z.object({
  name: z.string(),
  status: z.enum(["pending", "running", "done", "failed", "undone", "skipped"]),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  note: z.string().optional(),
});
/** See {@link operationStepSchema}. */
export type OperationStep = z.output<typeof operationStepSchema>;

/** How far: a share from 0 to 1 that never runs backwards, and the same in words. */
export const operationProgressSchema = z.object({
  fraction: z.number().min(0).max(1),
  text: z.string(),
});

/** Long work as a resource: stored, watched, perhaps cancelled. */
export const operationSchema = z.object({
  id: z.string(),
  kind: z.enum(operationKinds),
  host: z.string(),
  /** Its name; empty for an operation on a whole host. */
  instance: z.string(),
  /** Of the instance: the disk, interface or snapshot that it is about, by name. Several are parted by a comma. */
  part: z.string().optional(),
  actor: z.string(),
  status: z.enum(operationStatuses),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  steps: z.array(operationStepSchema),
  progress: operationProgressSchema.optional(),
  mayCancel: z.boolean(),
  /** What came out of it, for kinds that have a result (a migration's figures). */
  result: z.record(z.string(), z.unknown()).optional(),
  error: errorBodySchema.optional(),
});
/** See {@link operationSchema}. */
export type Operation = z.output<typeof operationSchema>;
/** What long verbs answer at once. */
export const operationReplySchema = z.object({ operation: operationSchema });
