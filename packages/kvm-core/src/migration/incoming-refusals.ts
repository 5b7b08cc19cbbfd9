import { GantryError } from "../model/error.ts";
import type { Check } from "../model/migration.ts";
import type { PrepareRequest } from "../model/migration-peer.ts";

/** What the source is told whose guest this host will not take. */
export function refused({ spec }: PrepareRequest, failed: readonly Check[]): GantryError {
  return new GantryError("checks_refused", {
    message: `The target refused ${spec.name}: ${failed.map(({ message }) => message).join(" ")}`,
    hint: failed.flatMap(({ fix }) => (fix === undefined ? [] : [fix])).join(" "),
    details: { checks: failed },
  });
}

/** What a peer is told that speaks of a migration which is not, or not any more. */
export function unknownMigration(id: string): GantryError {
  return new GantryError("not_found", {
    message: `This host knows no migration ${id}.`,
    hint: "It ended or was aborted; start it again from the source.",
  });
}

/** What a source is told whose guest has arrived in a process that answers no agent at the moment. */
export function notTakenUp(id: string): GantryError {
  return new GantryError("monitor_timeout", {
    message: `The QEMU that took the guest of migration ${id} does not answer, so that it is not known whether it was let run.`,
    hint: "Ask again: it is let run once it answers.",
  });
}
