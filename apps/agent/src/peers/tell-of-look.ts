import { createTRPCClient, httpLink } from "@trpc/client";
import type { PeerAccess } from "./peer-access.ts";
import type { PeerRouter } from "./peer-router.ts";

const answerWithinMs = 5000;

/** Tells a peer that somebody looks at its instances here, so that it feels their pulse. */
export async function tellOfLook(access: PeerAccess): Promise<void> {
  const headers = await access.headers();
  const link = httpLink({ url: `${access.url}/peer/trpc`, headers });
  const peer = createTRPCClient<PeerRouter>({ links: [link] });
  await peer.look.mutate(undefined, { signal: AbortSignal.timeout(answerWithinMs) });
}
