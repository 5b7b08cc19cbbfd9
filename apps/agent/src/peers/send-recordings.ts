import type { Recordings } from "@gantry/kvm-core/serial";
import type { PeerAccess } from "./peer-access.ts";
import { clientOfPeer } from "./peer-client.ts";
import { peerFailure } from "./peer-failure.ts";

const answerWithinMs = 30_000;

/**
 * Sends the recordings of an instance, by uuid, after it to the host where it is now; what has arrived is deleted here.
 * May be done again after a failure.
 *
 * @throws GantryError the peer's own; `host_unreachable` when it does not answer.
 */
export async function sendRecordings(
  access: PeerAccess,
  instance: string,
  recordings: Recordings,
): Promise<void> {
  try {
    const peer = clientOfPeer(access);
    for (const stored of recordings.departed) {
      const { id } = stored.recording;
      for (let offset: number | undefined = 0; offset !== undefined; ) {
        const { text, next } = await recordings.read(stored, offset);
        const signal = AbortSignal.timeout(answerWithinMs);
        await peer.receiveRecording.mutate({ instance, id, offset, text }, { signal });
        offset = next;
      }
      await peer.adoptRecording.mutate({ instance, stored }, { signal: AbortSignal.timeout(answerWithinMs) });
      await recordings.delete(id);
    }
  } catch (thrown) {
    throw peerFailure(access.host, thrown);
  }
}
