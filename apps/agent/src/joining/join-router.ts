import { nameSchema } from "@gantry/kvm-core/model";
import { initTRPC } from "@trpc/server";
import * as z from "zod";
import { peerUrlSchema, toldMemberSchema } from "../peers/member.ts";
import { errorBodyOf } from "../procedures/error-body.ts";
import { withStatus } from "../procedures/trpc-code.ts";

/** What a host says of itself when it joins. */
export const joinRequestSchema = z.strictObject({
  secret: z.string().max(200),
  host: nameSchema,
  url: peerUrlSchema,
  /** SubjectPublicKeyInfo as PEM. That the host has the private key, it shows by answering at its address with it. */
  publicKey: z.string().max(2000),
  /** Names and addresses that its certificate should be good for. */
  alternatives: z.array(z.string().max(253)).max(256),
  /** Its clock, milliseconds since 1970. */
  at: z.int(),
});
/** See {@link joinRequestSchema}. */
export type JoinRequest = z.output<typeof joinRequestSchema>;

/** What a host that was let in gets. */
export const admittedSchema = z.object({
  certificate: z.string(),
  members: z.array(toldMemberSchema),
});
/** See {@link admittedSchema}. */
export type Admitted = z.output<typeof admittedSchema>;

/** What the procedures of joining are given. */
export interface JoinContext {
  readonly authority: string;
  readonly admit: (request: JoinRequest) => Promise<Admitted>;
}

const t = initTRPC.context<JoinContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, gantry: errorBodyOf(error) } }),
});

const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw withStatus(result.error);
  return result;
});

/** The only calls at the peers' door that need no certificate: a host that joins has none yet. */
export const joinRouter = t.router({
  authority: procedure
    .output(z.object({ certificate: z.string() }))
    .query(({ ctx }) => ({ certificate: ctx.authority })),
  join: procedure
    .input(joinRequestSchema)
    .output(admittedSchema)
    .mutation(({ ctx, input }) => ctx.admit(input)),
});

/** What the client of a host that joins is typed by. */
export type JoinRouter = typeof joinRouter;
