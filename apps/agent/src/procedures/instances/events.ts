import { viewer } from "../procedure.ts";

/** `instances.events`: instances and hosts, everything first, then each change. */
export const events = viewer.subscription(async function* ({ ctx, signal }) {
  yield* ctx.hosts.watch(AbortSignal.any([ctx.caller.valid, ...(signal ? [signal] : [])]));
});
