import * as z from "zod";
import { instanceReferenceSchema } from "./name.ts";
import { snapshotNameSchema, snapshotSchema } from "./snapshot.ts";

const instance = instanceReferenceSchema;

/** `snapshots.take`: of all disks, with the guest's memory when there is a guest and it is not said otherwise. */
export const takeSnapshotInput = z
  .strictObject({
    instance,
    name: snapshotNameSchema,
    memory: z.boolean().optional(),
    /** The guest's agent brings its file systems to rest meanwhile. */
    quiesce: z.boolean().default(false),
  })
  .superRefine(({ memory, quiesce }, context) => {
    if (!quiesce || memory === false) return;
    const message = "only the disks alone are taken at rest; say memory: false with it";
    context.addIssue({ code: "custom", path: ["quiesce"], message });
  });
/** `snapshots.revert`, `snapshots.delete`. */
export const snapshotInput = z.strictObject({ instance, name: snapshotNameSchema });
/** `snapshots.list`: the oldest first. */
export const snapshotListSchema = z.object({ snapshots: z.array(snapshotSchema) });
