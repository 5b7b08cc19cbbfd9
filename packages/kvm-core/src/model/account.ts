import * as z from "zod";

/** The numbers of an account of this host: its user and its group. */
export const accountSchema = z.strictObject({ uid: z.int().min(0), gid: z.int().min(0) });
/** See {@link accountSchema}. */
export type Account = z.output<typeof accountSchema>;
