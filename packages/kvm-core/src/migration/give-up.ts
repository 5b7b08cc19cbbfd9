import { GantryError } from "../model/error.ts";
import type { Move } from "./move.ts";

type Failed = Pick<Move, "instance" | "peer">;

/** The migration came to nothing; the guest is where it was. */
export function gaveUp({ instance, peer }: Failed, why: string, hint?: string): GantryError {
  return new GantryError("migration_failed", {
    message: `${instance.name} was not moved to ${peer.host}: ${why}.`,
    hint: hint ?? "Nothing is lost. Mend what is named and migrate again.",
    where: `${instance.name} still runs on ${instance.services.host}.`,
    details: { target: peer.host },
  });
}

/** Somebody cancelled it before the commit. */
export function cancelledByUser({ instance, peer }: Failed): GantryError {
  return new GantryError("cancelled", {
    message: `The migration of ${instance.name} to ${peer.host} was cancelled.`,
    hint: "Nothing is lost; migrate again whenever it suits.",
    where: `${instance.name} still runs on ${instance.services.host}.`,
  });
}
