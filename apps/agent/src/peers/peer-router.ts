import type { IncomingMigrations } from "@gantry/kvm-core";
import {
  checkReplySchema,
  commitReplySchema,
  commitRequestSchema,
  GantryError,
  prepareReplySchema,
  prepareRequestSchema,
  probeReplySchema,
} from "@gantry/kvm-core/model";
import { initTRPC } from "@trpc/server";
import * as z from "zod";
import { adoptRecordingInput, type RecordingReceiver, recordingPartInput } from "./receive-recording.ts";
import { errorBodyOf } from "../procedures/error-body.ts";

/** What the peers' procedures are given. */
export interface PeerContext {
  /** Name of the host whose agent calls, as its secret has shown. */
  readonly peer: string;
  readonly incoming: IncomingMigrations;
  /** Takes the recordings of instances that come here. */
  readonly recordings: RecordingReceiver;
  /** To be told when somebody looks at this host from the peer. */
  readonly onLook: () => void;
}

const t = initTRPC.context<PeerContext>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, gantry: errorBodyOf(error) } }),
});

const migrationInput = z.strictObject({ migrationId: z.string().regex(/^[0-9a-f]{16}$/) });

/** What agents ask of each other, for the most part of a migration's target. Only configured peers get here; no person does. */
export const peerRouter = t.router({
  look: t.procedure.output(z.object({})).mutation(({ ctx }) => {
    ctx.onLook();
    return {};
  }),
  check: t.procedure
    .input(prepareRequestSchema)
    .output(checkReplySchema)
    .mutation(async ({ ctx, input }) => {
      requireSource(ctx.peer, input.source);
      return { checks: [...(await ctx.incoming.check(input))] };
    }),
  prepare: t.procedure
    .input(prepareRequestSchema)
    .output(prepareReplySchema)
    .mutation(({ ctx, input }) => {
      requireSource(ctx.peer, input.source);
      return ctx.incoming.prepare(input);
    }),
  probe: t.procedure
    .input(migrationInput)
    .output(probeReplySchema)
    .query(({ ctx, input }) => ctx.incoming.probe(input.migrationId)),
  commit: t.procedure
    .input(commitRequestSchema)
    .output(commitReplySchema)
    .mutation(({ ctx, input }) => {
      requireSource(ctx.peer, input.record.migration?.source ?? ctx.peer);
      return ctx.incoming.commit(input);
    }),
  receiveRecording: t.procedure
    .input(recordingPartInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      await ctx.recordings.receive(input);
      return {};
    }),
  adoptRecording: t.procedure
    .input(adoptRecordingInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
      await ctx.recordings.adopt(input);
      return {};
    }),
  abort: t.procedure
    .input(migrationInput)
    .output(z.object({}))
    .mutation(async ({ ctx, input }) => {
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
