import * as z from "zod";
import { findingSchema, hostSummarySchema } from "./host.ts";
import { instanceDetailSchema, instanceEventSchema, instanceSummarySchema } from "./instance.ts";
import { migrationOptionsSchema } from "./migration.ts";
import { instanceReferenceSchema, nameSchema } from "./name.ts";
import { operationSchema } from "./operation.ts";
import { roles } from "./role.ts";
import { snapshotNameSchema } from "./snapshot.ts";
import { newInstanceSpecSchema } from "./new-spec.ts";
import { instanceSpecSchema } from "./spec.ts";

export * from "./role.ts";

/** The instance a procedure speaks of, by name or uuid. */
export const instanceInput = z.strictObject({ instance: instanceReferenceSchema });
/** Starts or makes an instance even though its host is in maintenance. Otherwise that is refused. */
const evenInMaintenance = z.boolean().optional();
/** `instances.start`. */
export const startInput = instanceInput.extend({ evenInMaintenance });
/** `instances.create`: the host defaults to the agent that is asked. `start` starts it at once. */
export const createInput = z.strictObject({
  spec: newInstanceSpecSchema,
  host: nameSchema.optional(),
  start: z.boolean().default(false),
  /** Files to make before: one empty image per named disk of the spec whose file does not exist yet. */
  newDisks: z
    .array(z.strictObject({ disk: z.string(), sizeMiB: z.int().min(1, "at least 1 MiB").max(67_108_864) }))
    .max(16)
    .default([]),
  evenInMaintenance,
});
/** `instances.preview`: what `instances.create` would be given. */
export const previewInput = createInput.pick({ spec: true, host: true, newDisks: true });
/**
 * `instances.update`: a whole new spec; the name may not change. `revision` is what `instances.get` told with the spec that
 * the change began with: if that is not the present one any more, it is refused with `changed_meanwhile`.
 */
export const updateInput = z.strictObject({
  instance: instanceReferenceSchema,
  spec: instanceSpecSchema,
  revision: z
    .string()
    .max(2000)
    .regex(/^[\w=.-]+$/, "a revision as `instances.get` tells it")
    .optional(),
});
/** `instances.delete`: disks are kept unless `deleteDisks`, which removes only files below the image roots. */
export const deleteInput = z.strictObject({
  instance: instanceReferenceSchema,
  deleteDisks: z.boolean().default(false),
});
/**
 * `instances.stop`: asks the guest and waits; `force` ends QEMU at once. `hostGoesDown`: not for the instance's sake, so
 * with `autostart` it runs again when the host is back.
 */
export const stopInput = z.strictObject({
  instance: instanceReferenceSchema,
  force: z.boolean().default(false),
  hostGoesDown: z.boolean().default(false),
  timeoutSeconds: z.int().min(1).max(3600).default(60),
});
/** `instances.reboot`: asks the guest; `hard` resets the machine at once; `powerCycle` takes a new QEMU process. */
export const rebootInput = z.strictObject({
  instance: instanceReferenceSchema,
  hard: z.boolean().default(false),
  powerCycle: z.boolean().default(false),
  timeoutSeconds: z.int().min(1).max(3600).default(60),
});
/** `instances.clone`: a stopped instance with disks of its own; `linked` ones hold only what becomes different. */
export const cloneInput = z.strictObject({
  instance: instanceReferenceSchema,
  /** Of the clone. */
  name: nameSchema,
  linked: z.boolean().default(false),
  /** Of this snapshot instead of the present disks. */
  snapshot: snapshotNameSchema.optional(),
  evenInMaintenance,
});
/** `migrations.plan` and `migrations.start`. */
export const migrationInput = z.strictObject({
  instance: instanceReferenceSchema,
  target: nameSchema,
  options: migrationOptionsSchema.default(migrationOptionsSchema.parse({})),
});
/** `console.ticket`: one serial port of one instance, one mode, one use, 30 s. */
export const ticketInput = z.strictObject({
  instance: instanceReferenceSchema,
  mode: z.enum(["read", "write"]).default("write"),
  port: z.int().min(0).max(3).default(0),
});
/** `operations.get`, `.cancel`. */
export const operationInput = z.strictObject({ id: z.string().max(64) });
/** `operations.wait`: answers when it has ended, or with its present state after the time-out. */
export const operationWaitInput = z.strictObject({
  id: z.string().max(64),
  timeoutSeconds: z.int().min(1).max(600).default(60),
});
/** `operations.list`: newest first. */
export const operationListInput = z.strictObject({
  instance: instanceReferenceSchema.optional(),
  limit: z.int().min(1).max(500).default(50),
});

/** `instances.list`. */
export const instanceListSchema = z.object({ instances: z.array(instanceSummarySchema) });
/** What short verbs on an instance's devices answer: the instance as it is then. */
export const instanceReplySchema = z.object({ instance: instanceDetailSchema });
/** `hosts.list`. */
export const hostListSchema = z.object({ hosts: z.array(hostSummarySchema) });
/** `host.doctor`. */
export const doctorSchema = z.object({ host: z.string(), findings: z.array(findingSchema) });

/** What `instances.events` pushes: everything first, then each change, of all hosts. */
export const watchEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    instances: z.array(instanceSummarySchema),
    hosts: z.array(hostSummarySchema),
  }),
  ...instanceEventSchema.options,
  z.object({ type: z.literal("host"), host: hostSummarySchema }),
]);
/** See {@link watchEventSchema}. */
export type WatchEvent = z.output<typeof watchEventSchema>;

/** What `operations.events` pushes: the newest 50 first, then each change. */
export const operationEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("snapshot"), operations: z.array(operationSchema) }),
  z.object({ type: z.literal("changed"), operation: operationSchema }),
]);
/** See {@link operationEventSchema}. */
export type OperationEvent = z.output<typeof operationEventSchema>;

/** One line of the audit trail: who changed what, from where, with what result. */
export const auditEntrySchema = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string(),
  role: z.enum(roles),
  from: z.string(),
  action: z.string(),
  subject: z.string(),
  host: z.string(),
  result: z.string(),
});
/** See {@link auditEntrySchema}. */
export type AuditEntry = z.output<typeof auditEntrySchema>;

const auditWord = z.string().min(1).max(100);
/**
 * What `audit.list` is narrowed to. `action` is a procedure or a noun (`instances`), `result` is `ok`, an error code, or
 * `refused` for all that did not succeed; `before` is exclusive.
 */
export const auditFilterSchema = z.strictObject({
  actor: auditWord.optional(),
  action: auditWord.optional(),
  subject: auditWord.optional(),
  host: auditWord.optional(),
  result: auditWord.optional(),
  before: z.iso.datetime().optional(),
});
/** See {@link auditFilterSchema}. */
export type AuditFilter = z.output<typeof auditFilterSchema>;
/** Input of `audit.list`. */
export const auditInput = auditFilterSchema.extend({ limit: z.int().min(1).max(1000).default(100) });

/** One signed-in browser in `auth.sessions`. `from` is where it signed in, `usedAt` when it last called, to the minute. */
export const sessionSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  from: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  usedAt: z.string().optional(),
  /** Whether the session is the one that asks. */
  current: z.boolean(),
});
/** See {@link sessionSchema}. */
export type Session = z.output<typeof sessionSchema>;

/** One token in `auth.tokens`; `usedAt` is when it was last shown, to the minute. */
export const tokenSchema = z.object({
  name: z.string(),
  role: z.enum(roles),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  usedAt: z.string().optional(),
});
/** See {@link tokenSchema}. */
export type Token = z.output<typeof tokenSchema>;

/** `auth.me`: who is signed in. */
export const meSchema = z.object({
  name: z.string(),
  role: z.enum(roles),
  host: z.string(),
  version: z.string(),
});
