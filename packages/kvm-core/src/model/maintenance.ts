import * as z from "zod";
import { nameSchema } from "./name.ts";

/** Why a host is in maintenance, in a person's words. */
export const maintenanceReasonSchema = z.string().trim().max(200, "at most 200 characters");

/**
 * A host that is being worked on: no guest is started there and none moves there, those that run are not touched.
 * `since` is ISO 8601, `by` who said so.
 */
export const maintenanceSchema = z.object({
  since: z.string(),
  by: z.string(),
  reason: z.string().optional(),
});
/** See {@link maintenanceSchema}. */
export type Maintenance = z.output<typeof maintenanceSchema>;

/** `hosts.maintenance`: begins or ends it. The host defaults to the agent's own. */
export const maintenanceInput = z.strictObject({
  host: nameSchema.optional(),
  on: z.boolean(),
  reason: maintenanceReasonSchema.optional(),
});
/** See {@link maintenanceInput}. */
export type MaintenanceInput = z.output<typeof maintenanceInput>;

/** What `hosts.maintenance` answers: the host, and its maintenance while it lasts. */
export const maintenanceReplySchema = z.object({
  host: z.string(),
  maintenance: maintenanceSchema.optional(),
});
/** See {@link maintenanceReplySchema}. */
export type MaintenanceReply = z.output<typeof maintenanceReplySchema>;
