import * as z from "zod";
import { errorBodySchema } from "./error.ts";
import { maintenanceReasonSchema, maintenanceSchema } from "./maintenance.ts";
import { forecastSchema, migrationOptionsSchema } from "./migration.ts";
import { nameSchema } from "./name.ts";
import { instanceStates } from "./state-table.ts";

/** What an administrator decides about one instance instead of the plan. */
export const evacuationChoiceSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("move"), target: nameSchema }),
  z.strictObject({ do: z.literal("shut-down") }),
  z.strictObject({ do: z.literal("stay") }),
]);
/** See {@link evacuationChoiceSchema}. */
export type EvacuationChoice = z.output<typeof evacuationChoiceSchema>;

/** How a host is to be emptied. */
export const evacuationOptionsSchema = z.strictObject({
  /** Moves at the same time. They share the link: more than one seldom ends sooner. */
  concurrency: z.int().min(1, "at least 1").max(4, "at most 4").default(1),
  /** Shuts down what runs and cannot move. Without it such an instance is left as it is. */
  allowShutdown: z.boolean().default(false),
  /** How long a guest has to shut down; one that does not is left running. */
  shutdownTimeoutSeconds: z.int().min(1).max(3600).default(120),
  /** Names of instances that go first, in this order. The others follow, the quickest first. */
  order: z.array(nameSchema).max(1000).default([]),
  /** By name. */
  choices: z.record(nameSchema, evacuationChoiceSchema).default({}),
  /** For every move. */
  migration: migrationOptionsSchema
    .refine(({ onTimeout }) => onTimeout !== "post-copy", {
      path: ["onTimeout"],
      error: "post-copy may lose a guest's memory: it is chosen for one instance at a time",
    })
    .default(migrationOptionsSchema.parse({})),
});
/** See {@link evacuationOptionsSchema}. */
export type EvacuationOptions = z.output<typeof evacuationOptionsSchema>;

/** What becomes of an instance when its host is emptied. */
export const evacuationClasses = ["movable", "shut-down", "stays", "blocked"] as const;
/** See {@link evacuationClasses}. */
export type EvacuationClass = (typeof evacuationClasses)[number];

/** Another host as the place of one instance. */
export const evacuationOfferSchema = z.object({
  target: z.string(),
  /** Whether every check passes, and its memory is there beside all else that this plan moves to it. */
  fits: z.boolean(),
  why: z.string(),
  fix: z.string().optional(),
  /** Memory of the target that is left when the whole plan is done and this instance is there, in MiB. */
  freeAfterMiB: z.number().optional(),
  /** What the checks warn of. */
  warnings: z.array(z.string()),
  /** Disks that would be copied. */
  copies: z.array(z.string()),
  forecast: forecastSchema.optional(),
});
/** See {@link evacuationOfferSchema}. */
export type EvacuationOffer = z.output<typeof evacuationOfferSchema>;

/** One instance in the plan. */
export const evacuationRowSchema = z.object({
  instance: z.string(),
  uuid: z.string(),
  state: z.enum(instanceStates),
  memoryMiB: z.number(),
  class: z.enum(evacuationClasses),
  /** Where to, for one that is movable. */
  target: z.string().optional(),
  why: z.string(),
  /** What would help one that is blocked. */
  fix: z.string().optional(),
  /** Every other host; empty for what does not run. */
  offers: z.array(evacuationOfferSchema),
});
/** See {@link evacuationRowSchema}. */
export type EvacuationRow = z.output<typeof evacuationRowSchema>;

/** What emptying a host would do, in the order in which it would be done. Changes nothing. */
export const evacuationPlanSchema = z.object({
  host: z.string(),
  maintenance: maintenanceSchema.optional(),
  options: evacuationOptionsSchema,
  rows: z.array(evacuationRowSchema),
  /** All moves together, as far as they could be foretold. */
  seconds: z.number(),
  /** True when a move could not be foretold: it takes longer than `seconds`. */
  atLeast: z.boolean(),
  text: z.string(),
});
/** See {@link evacuationPlanSchema}. */
export type EvacuationPlan = z.output<typeof evacuationPlanSchema>;

/** How it stands with one instance of an evacuation. */
export const evacuationOutcomes = [
  "waiting",
  "under-way",
  "moved",
  "shut-down",
  "stays",
  "blocked",
  "failed",
  "cancelled",
  "not-begun",
  "in-doubt",
  "interrupted",
] as const;
/** See {@link evacuationOutcomes}. */
export type EvacuationOutcome = (typeof evacuationOutcomes)[number];

/** One instance of an evacuation that runs or has ended. */
export const evacuationProgressRowSchema = z.object({
  instance: z.string(),
  uuid: z.string(),
  class: z.enum(evacuationClasses),
  target: z.string().optional(),
  outcome: z.enum(evacuationOutcomes),
  text: z.string(),
  /** The operation that moves it or shuts it down. */
  operation: z.string().optional(),
  error: errorBodySchema.optional(),
});
/** See {@link evacuationProgressRowSchema}. */
export type EvacuationProgressRow = z.output<typeof evacuationProgressRowSchema>;

/** The result of the operation `host.evacuate`, also while it runs. */
export const evacuationResultSchema = z.object({
  host: z.string(),
  rows: z.array(evacuationProgressRowSchema),
  text: z.string(),
});
/** See {@link evacuationResultSchema}. */
export type EvacuationResult = z.output<typeof evacuationResultSchema>;

/** `hosts.evacuationPlan`. The host defaults to the agent's own. */
export const evacuationPlanInput = z.strictObject({
  host: nameSchema.optional(),
  options: evacuationOptionsSchema.default(evacuationOptionsSchema.parse({})),
});
/** `hosts.evacuate`: sets the host into maintenance first, unless that is not wanted. */
export const evacuateInput = evacuationPlanInput.extend({
  maintenance: z.boolean().default(true),
  reason: maintenanceReasonSchema.optional(),
});
