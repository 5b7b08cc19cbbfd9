import { noteCopied } from "../copied-journal.ts";
import { askPeer } from "../give-up.ts";
import type { Move } from "../move.ts";

/** Lets the target make ready what it needs, and writes down which disks the guest will leave behind here. */
export async function prepare(move: Move): Promise<void> {
  const { id, instance, peer, request, context, options } = move;
  move.prepared = await askPeer(move, () => peer.prepare(request, context.signal));
  const disks = Object.keys(move.prepared.copies);
  await noteCopied(instance, { id, disks, deleteSource: options.deleteSource });
}
