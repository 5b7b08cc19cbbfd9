import * as z from "zod";
import { nameSchema } from "./name.ts";

/** `hosts.invite`: for whom, when only that host may use it, and for how long it is good. */
export const inviteInput = z
  .strictObject({ name: nameSchema.optional(), minutes: z.int().min(1).max(1440).default(10) })
  .default({ minutes: 10 });

/** What `hosts.invite` answers. The token is shown this once; only its hash is kept. */
export const invitationSchema = z.object({
  token: z.string(),
  /** ISO 8601. */
  expiresAt: z.string(),
  /** The host that answers the one who joins. */
  host: z.string(),
});
/** See {@link invitationSchema}. */
export type Invitation = z.output<typeof invitationSchema>;

/** `hosts.join`: a token of {@link invitationSchema}, given to the agent of the host that joins. */
export const joinInput = z.strictObject({ token: z.string().min(1).max(4096) });

/** What `hosts.join` answers. */
export const joinedSchema = z.object({
  /** The host that joined. */
  host: z.string(),
  /** All hosts it now knows, without itself. */
  hosts: z.array(z.string()),
});
/** See {@link joinedSchema}. */
export type Joined = z.output<typeof joinedSchema>;

/** `hosts.remove`. */
export const removeHostInput = z.strictObject({ name: nameSchema });

/** What `hosts.renew` answers: how long the new certificate is good, ISO 8601. */
export const renewedSchema = z.object({ host: z.string(), validUntil: z.string() });
/** See {@link renewedSchema}. */
export type Renewed = z.output<typeof renewedSchema>;
