import { viewer } from "../procedure.ts";

/** `operations.events`: the newest operations of all hosts first, then each change. */
export const events = viewer.subscription(async function* ({ ctx, signal }) {
  yield* ctx.hosts.watchOperations(AbortSignal.any([ctx.caller.valid, ...(signal ? [signal] : [])]));
});
