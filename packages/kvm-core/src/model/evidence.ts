import * as z from "zod";
import { doubtSchema } from "./doubt.ts";
import { instanceReferenceSchema, nameSchema } from "./name.ts";
import { ownershipRecordSchema } from "./ownership.ts";

/** What one host knows and holds of an instance. */
export const ownEvidenceSchema = z.object({
  host: z.string(),
  /** When it was looked at, ISO 8601, by that host's clock. */
  at: z.string(),
  /** `waiting`: a paused QEMU of a migration to this host. */
  holds: z.enum(["instance", "waiting", "nothing"]),
  name: z.string().optional(),
  uuid: z.string().optional(),
  /** Whether all of the guest has come to what waits here. */
  isWhole: z.boolean().optional(),
  /** The migration that this host knows of, from the record, its own files or the journal. */
  migration: z
    .object({ id: z.string(), source: z.string().optional(), target: z.string().optional() })
    .optional(),
  /** Whether the record is in a store that hosts share. */
  sharedStore: z.boolean(),
  record: ownershipRecordSchema.nullable().optional(),
  /** Why the record could not be read. */
  recordFault: z.string().optional(),
  /** The newest lines of the journal, oldest first; each begins with its time. */
  journal: z.array(z.string()),
  /** The QEMU process on record. */
  process: z.object({ pid: z.number(), incarnation: z.string(), alive: z.boolean() }).optional(),
  /** What QEMU itself says: its run state, and the state of its migration. */
  qemu: z.object({ status: z.string(), migration: z.string() }).optional(),
  qemuFault: z.string().optional(),
});
/** See {@link ownEvidenceSchema}. */
export type OwnEvidence = z.output<typeof ownEvidenceSchema>;

/** One host as it is seen from the agent that was asked. */
export const hostEvidenceSchema = z.object({
  host: z.string(),
  answers: z.boolean(),
  /** Why it does not answer. */
  reason: z.string().optional(),
  /** When it last answered, ISO 8601, by the clock of the agent that was asked. */
  lastSeen: z.string().optional(),
  /** What it says. */
  own: ownEvidenceSchema.optional(),
});
/** See {@link hostEvidenceSchema}. */
export type HostEvidence = z.output<typeof hostEvidenceSchema>;

/** `migrations.evidence`: what every host that has to do with it knows, and what follows from it. */
export const evidenceSchema = z.object({
  instance: z.string(),
  hosts: z.array(hostEvidenceSchema),
  /** What only a person can settle; absent when nothing is left to settle, or the agents do it by themselves. */
  doubt: doubtSchema.optional(),
});
/** See {@link evidenceSchema}. */
export type Evidence = z.output<typeof evidenceSchema>;

/**
 * `migrations.recover`: looks again at both hosts, and settles by the rules what can be settled. With `choose` an
 * administrator takes the instance over on that side; `confirm` repeats the name of the instance.
 */
export const recoverInput = z.strictObject({
  instance: instanceReferenceSchema,
  choose: z.enum(["source", "target"]).optional(),
  confirm: nameSchema.optional(),
});
/** See {@link recoverInput}. */
export type RecoverInput = z.output<typeof recoverInput>;

/** What `migrations.recover` answers. `in-doubt`: it still needs a person. */
export const recoverReplySchema = z.object({
  outcome: z.enum(["settled", "in-doubt"]),
  evidence: evidenceSchema,
});
