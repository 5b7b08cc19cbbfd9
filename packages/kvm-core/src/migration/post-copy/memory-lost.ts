import { GantryError } from "../../model/error.ts";
import type { Move } from "../move.ts";

/** What is said of an instance whose memory was lost between two hosts: the same words wherever they are read. */
export function memoryLostWords({
  source,
  target,
}: {
  readonly source: string;
  readonly target: string;
}): string {
  return `Its memory was lost while it moved from ${source} to ${target} by post-copy; it starts from its disks, as after a power cut.`;
}

/** Post-copy was chosen, and what it was warned of has happened. */
export function memoryLost(
  { instance, peer }: Pick<Move, "instance" | "peer">,
  { why, startsOn }: { readonly why: string; readonly startsOn: string },
): GantryError {
  const { name, services } = instance;
  return new GantryError("memory_lost", {
    message: `The memory of ${name} was lost while it moved from ${services.host} to ${peer.host} by post-copy: ${why}.`,
    where: `${name} runs nowhere. It is on ${startsOn}; its disks are as the guest left them.`,
    hint: `Start it on ${startsOn}: it starts from its disks, as after a power cut.`,
    details: { source: services.host, target: peer.host },
  });
}
