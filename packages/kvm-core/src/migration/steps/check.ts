import { GantryError } from "../../model/error.ts";
import type { Check } from "../../model/migration.ts";
import { sourceChecks } from "../checks/source-checks.ts";
import { destinationOf } from "../give-up.ts";
import type { Move, Passage } from "../move.ts";

/** Asks the target for its findings. @throws GantryError `checks_refused` naming every failed one. */
export async function check(move: Move): Promise<void> {
  // A guest that has just come may have left some of its console's past behind; it is to go on with it.
  await Promise.all(move.instance.ports.map((port) => port.past.settled()));
  const [there, here] = await Promise.all([
    move.peer.check(move.request, move.context.signal),
    sourceChecks(move.instance),
  ]);
  refuseFailed(move, [...here, ...there.checks]);
}

/** @throws GantryError `checks_refused` naming every failed check. */
export function refuseFailed(move: Passage, checks: readonly Check[]): void {
  const failed = checks.filter(({ level }) => level === "fail");
  if (failed.length === 0) return;
  throw new GantryError("checks_refused", {
    message: `${move.instance.name} cannot move to ${destinationOf(move)}: ${failed.map(({ message }) => message).join(" ")}`,
    hint: failed
      .map(({ fix }) => fix)
      .filter((fix) => fix !== undefined)
      .join(" "),
    where: `${move.instance.name} still runs on ${move.instance.services.host}; nothing was changed.`,
    details: { checks },
  });
}
