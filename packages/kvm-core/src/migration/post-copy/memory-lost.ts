import type { HostServices } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import type { BothSides } from "./look-at-both.ts";

/** Two hosts, and the name of what moves between them. */
interface Between {
  readonly instance: { readonly name: string; readonly services: Pick<HostServices, "host"> };
  readonly peer: { readonly host: string };
}

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

/** How a memory was lost. */
export interface Loss {
  readonly why: string;
  /** It was started anew, since its spec says so: what runs has begun from its disks. */
  readonly again: boolean;
}

/** Post-copy was chosen, and what it was warned of has happened. */
export function memoryLost(
  { instance, peer }: Between,
  { why, again, startsOn }: Loss & { readonly startsOn: string },
): GantryError {
  const { name, services } = instance;
  return new GantryError("memory_lost", {
    message: `The memory of ${name} was lost while it moved from ${services.host} to ${peer.host} by post-copy: ${why}.`,
    where: again
      ? `${name} was started again on ${startsOn}, from its disks, as after a power cut.`
      : `${name} runs nowhere. It is on ${startsOn}; its disks are as the guest left them.`,
    hint: again
      ? `Look whether what ran in it has come back.`
      : `Start it on ${startsOn}: it starts from its disks, as after a power cut.`,
    details: { source: services.host, target: peer.host },
  });
}

/** It was lost before it ever ran on the target. */
export function lostOnTheWay(between: Between): GantryError {
  return memoryLost(between, {
    why: "the connection broke, or QEMU ended, while its devices were on the way",
    again: false,
    startsOn: between.instance.services.host,
  });
}

/**
 * Whether, and how, the guest's memory was lost though it ran on the target. A guest that was shut down there meanwhile has
 * lost nothing.
 */
export class LossThere {
  #wasSent = false;
  #wasGone = false;

  /** Hears of each look. */
  note({ sending }: BothSides): void {
    if (sending === "sent") this.#wasSent = true;
    if (sending === "gone") this.#wasGone = true;
  }

  /** Undefined: nothing was lost. */
  found({ instance, peer }: Between, { ended, again }: BothSides): Loss | undefined {
    if (ended === "lost") {
      const why = this.#wasGone
        ? `QEMU ended on ${instance.services.host} before all of it had been sent`
        : "the connection broke while the last of it was on the way";
      return { why, again };
    }
    if (ended !== "crashed" || this.#wasSent) return undefined;
    return { why: `QEMU ended on ${peer.host} before all of it had arrived`, again };
  }
}

/** Both halves are there, and QEMU on the source does not take the stream up again. */
export function halfStuck({ instance, peer }: Between): GantryError {
  const { name, services } = instance;
  return new GantryError("migration_in_doubt", {
    message: `${name} came to ${peer.host} by post-copy, and QEMU on ${services.host} does not send the rest of its memory any more.`,
    where: `${name} is on ${peer.host} and stands still as soon as it needs what it lacks. ${services.host} holds that, and does not run it.`,
    hint: `If that does not change, force stop ${name} on ${peer.host} and start it: it starts from its disks, as after a power cut.`,
    details: { source: services.host, target: peer.host },
  });
}
