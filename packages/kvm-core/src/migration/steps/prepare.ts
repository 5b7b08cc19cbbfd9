import { noteCopied } from "../copied-journal.ts";
import { askPeer } from "../give-up.ts";
import type { Move } from "../move.ts";
import { agreeOnTransfer } from "./transfer.ts";

/** Lets the target make ready what it needs, and writes down which disks the guest will leave behind here. */
export async function prepare(move: Move): Promise<void> {
  const { id, instance, peer, request, context, options } = move;
  // While the target's QEMU starts, this one is told how it is to send.
  const [prepared, agreed] = await Promise.allSettled([
    askPeer(move, () => peer.prepare(request, context.signal)),
    agreeOnTransfer(move),
  ]);
  if (prepared.status === "rejected") throw prepared.reason;
  if (agreed.status === "rejected") throw agreed.reason;
  move.prepared = prepared.value;
  const disks = Object.keys(move.prepared.copies);
  await noteCopied(instance, { id, disks, deleteSource: options.deleteSource });
}
