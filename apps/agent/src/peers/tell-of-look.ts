import type { PeerAccess } from "./peer-access.ts";
import { clientOfPeer } from "./peer-client.ts";

const answerWithinMs = 5000;

/** Tells a peer that somebody looks at its instances here, so that it feels their pulse. */
export async function tellOfLook(access: PeerAccess): Promise<void> {
  await clientOfPeer(access).look.mutate(undefined, { signal: AbortSignal.timeout(answerWithinMs) });
}
