import type { IncomingMigrations } from "@gantry/kvm-core";
import {
  arrivalReplySchema,
  checkReplySchema,
  commitReplySchema,
  commitRequestSchema,
  GantryError,
  pastPartSchema,
  prepareReplySchema,
  prepareRequestSchema,
  probeReplySchema,
  rejoinReplySchema,
  standsInput,
  standsReplySchema,
} from "@gantry/kvm-core/model";
import { initTRPC } from "@trpc/server";
import * as z from "zod";
import { errorBodyOf, gantryErrorOf } from "../procedures/error-body.ts";
import { withStatus } from "../procedures/trpc-code.ts";
import { adoptRecordingInput, type RecordingReceiver, recordingPartInput } from "./receive-recording.ts";

/** What the peers' procedures are given. */
export interface PeerContext {
  /** Name of the host whose agent calls, as its secret has shown. */
  readonly peer: string;
  readonly incoming: IncomingMigrations;
  /** Takes the recordings of instances that come here. */
  readonly recordings: RecordingReceiver;
  /** Signs a new certificate for the host that calls. @throws GantryError `wrong_state` */
  readonly renew: (alternatives: readonly string[]) => Promise<string>;
  /** To be told of a call that a peer should not have made: of another's migration, or with what no agent sends. */
  readonly onMisbehaviour: (reason: string) => void;
  /** To be told when somebody looks at this host from the peer. */
  readonly onLook: () => void;
}

const t = initTRPC.context<PeerContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, gantry: errorBodyOf(error) } }),
});

const misbehaviour: ReadonlySet<string> = new Set(["forbidden", "invalid_input", "invalid_spec"]);

const procedure = t.procedure.use(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { code } = gantryErrorOf(result.error);
  if (misbehaviour.has(code)) ctx.onMisbehaviour(`${path}: ${code}`);
  throw withStatus(result.error);
});

const migrationInput = z.strictObject({ migrationId: z.string().regex(/^[0-9a-f]{16}$/) });

/** What agents ask of each other, for the most part of a migration's target. Only configured peers get here; no person does. */
export const peerRouter = t.router({
  look: procedure.output(z.object({})).mutation(({ ctx }) => {
    ctx.onLook();
    return {};
  }),
  renew: procedure
    .input(z.strictObject({ alternatives: z.array(z.string().max(253)).max(256) }))
    .output(z.object({ certificate: z.string() }))
    .mutation(async ({ ctx, input }) => ({ certificate: await ctx.renew(input.alternatives) })),
  check: procedure
    .input(prepareRequestSchema)
    .output(checkReplySchema)
    .mutation(({ ctx, input }) => {
      requireSource(ctx.peer, input.source);
      return ctx.incoming.check(input);
    }),
  prepare: procedure
    .input(prepareRequestSchema)
    .output(prepareReplySchema)
    .mutation(({ ctx, input }) => {
      requireSource(ctx.peer, input.source);
      requireSource(ctx.peer, ctx.incoming.sourceOf(input.migrationId) ?? ctx.peer);
      return ctx.incoming.prepare(input);
    }),
  probe: procedure
    .input(migrationInput)
    .output(probeReplySchema)
    .query(({ ctx, input }) => {
      requireSource(ctx.peer, ctx.incoming.sourceOf(input.migrationId) ?? ctx.peer);
      return ctx.incoming.probe(input.migrationId);
    }),
  commit: procedure
    .input(commitRequestSchema)
    .output(commitReplySchema)
    .mutation(({ ctx, input }) => {
      requireSource(ctx.peer, input.record.migration?.source ?? ctx.peer);
      requireSource(ctx.peer, ctx.incoming.sourceOf(input.migrationId) ?? ctx.peer);
      return ctx.incoming.commit(input);
    }),
  arrival: procedure
    .input(migrationInput)
    .output(arrivalReplySchema)
    .query(({ ctx, input }) => ctx.incoming.arrival(input.migrationId, ctx.peer)),
  stands: procedure
    .input(standsInput)
    .output(standsReplySchema)
    .query(({ ctx, input }) => ctx.incoming.stands(input)),
  letGo: procedure
    .input(migrationInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      await ctx.incoming.letGo(input.migrationId, ctx.peer);
      return {};
    }),
  rejoin: procedure
    .input(migrationInput)
    .output(rejoinReplySchema)
    .mutation(({ ctx, input }) => ctx.incoming.halves.rejoin(input.migrationId, ctx.peer)),
  endRest: procedure
    .input(migrationInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      await ctx.incoming.halves.endRest(input.migrationId, ctx.peer);
      return {};
    }),
  bringPast: procedure
    .input(pastPartSchema)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      await ctx.incoming.takePast(input, ctx.peer);
      return {};
    }),
  receiveRecording: procedure
    .input(recordingPartInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      await ctx.recordings.receive(input);
      return {};
    }),
  adoptRecording: procedure
    .input(adoptRecordingInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      await ctx.recordings.adopt(input);
      return {};
    }),
  abort: procedure
    .input(migrationInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      requireSource(ctx.peer, ctx.incoming.sourceOf(input.migrationId) ?? ctx.peer);
      await ctx.incoming.abort(input.migrationId);
      return {};
    }),
});

/** What a peer's client is typed by. */
export type PeerRouter = typeof peerRouter;

function requireSource(peer: string, source: string): void {
  if (peer === source) return;
  throw new GantryError("forbidden", {
    message: `${peer} speaks of a migration from ${source}.`,
    hint: "Only the source of a migration may ask for it.",
  });
}
