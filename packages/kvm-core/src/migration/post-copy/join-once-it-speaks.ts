import { once } from "node:events";
import type { Duplex } from "node:stream";
import { relayIncoming } from "../stream-relay.ts";

/** So long a stream may be there before the source's QEMU says something through it, in milliseconds. */
const speakWithinMs = 30_000;

/**
 * Joins a stream of the source to a process that was cut off and listens anew, once the source's QEMU has spoken. QEMU goes
 * to `postcopy-recover` as soon as somebody connects, whoever that is, and listens to nobody else then; before 8.2 it does
 * not come back from there either. So a stream that nobody serves never gets that far, and is cut in the end.
 */
export async function joinOnceItSpeaks(path: string, stream: Duplex, lifetime: AbortSignal): Promise<void> {
  if (await speaks(stream, lifetime)) await relayIncoming(path, stream);
  else stream.destroy();
}

async function speaks(stream: Duplex, lifetime: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([lifetime, AbortSignal.timeout(speakWithinMs)]);
  const heard = [once(stream, "readable", { signal }), once(stream, "close", { signal })];
  await Promise.race(heard).catch(() => undefined);
  return !signal.aborted && stream.readableLength > 0;
}
