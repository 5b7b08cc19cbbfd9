import * as z from "zod";
import { errorBodySchema } from "./error.ts";

/** What long work can be. */
export const operationKinds = [
  "instance.create",
  "instance.start",
  "instance.stop",
  "instance.reboot",
  "instance.delete",
  "instance.migrate",
  "instance.clone",
] as const;

/** Where an operation stands. `in-doubt` needs a person. */
export const operationStatuses = [
  "queued",
  "running",
  "succeeded",
  "failed",
  "cancelled",
  "in-doubt",
] as const;
/** See {@link operationStatuses}. */
export type OperationStatus = (typeof operationStatuses)[number];

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
  instance: z.string(),
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
/** See {@link operationKinds}. */
export type OperationKind = Operation["kind"];

/** Whether the operation has come to its end. */
export function isEnded(operation: Pick<Operation, "status">): boolean {
  return !["queued", "running"].includes(operation.status);
}

/** What long verbs answer at once. */
export const operationReplySchema = z.object({ operation: operationSchema });
