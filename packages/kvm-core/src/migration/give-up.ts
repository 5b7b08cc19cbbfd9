import { GantryError } from "../model/error.ts";
import { isStoreFault } from "../model/ownership.ts";
import type { Passage } from "./move.ts";

type Failed = Pick<Passage, "instance" | "peer">;

/** Where it goes, in words: another host, or a new process of its own. */
export function destinationOf({ instance, peer }: Failed): string {
  return peer.host === instance.services.host ? `a new QEMU process of ${peer.host}` : peer.host;
}

/** The migration came to nothing; the guest is where it was. */
export function gaveUp({ instance, peer }: Failed, why: string, hint?: string): GantryError {
  return new GantryError("migration_failed", {
    message: `${instance.name} was not moved to ${destinationOf({ instance, peer })}: ${why}.`,
    hint: hint ?? "Nothing is lost. Mend what is named and migrate again.",
    where: `${instance.name} still runs on ${instance.services.host}.`,
    details: { target: peer.host },
  });
}

/** Somebody cancelled it before the commit. */
export function cancelledByUser({ instance, peer }: Failed): GantryError {
  return new GantryError("cancelled", {
    message: `The migration of ${instance.name} to ${destinationOf({ instance, peer })} was cancelled.`,
    hint: "Nothing is lost; migrate again whenever it suits.",
    where: `${instance.name} still runs on ${instance.services.host}.`,
  });
}

/**
 * Asks the target something before the commit. When it does not answer the migration has come to nothing: the one who
 * waits for it wants to know where the guest is, not where the target's guests are.
 */
export async function askPeer<Reply>(move: Failed, ask: () => Promise<Reply>): Promise<Reply> {
  try {
    return await ask();
  } catch (error) {
    if (GantryError.from(error).code !== "host_unreachable") throw stayed(move, error);
    throw gaveUp(move, `${move.peer.host} does not answer (${GantryError.from(error).message})`);
  }
}

/** What went wrong before the commit and knows nothing of the guest, told with where it is: it stays where it was. */
export function stayed({ instance, peer }: Failed, error: unknown): unknown {
  if (!(error instanceof GantryError) || error.where !== undefined) return error;
  const { message, hint, details } = error;
  return new GantryError(error.code, {
    message: isStoreFault(error)
      ? `${instance.name} was not moved to ${destinationOf({ instance, peer })}. ${message}`
      : message,
    hint,
    where: `${instance.name} still runs on ${instance.services.host}; nothing is lost.`,
    details: { ...details, target: peer.host },
    cause: error,
  });
}
