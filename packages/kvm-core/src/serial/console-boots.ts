import type { ConsoleBoot } from "../model/console-archive.ts";
import { GantryError } from "../model/error.ts";

/**
 * The boot of that number; 0 is the present one, -1 the one before it.
 *
 * @throws GantryError `not_found`, with the boots there are.
 */
export function bootOf(boots: readonly ConsoleBoot[], reference: number): ConsoleBoot {
  const found = reference > 0 ? boots.find(({ n }) => n === reference) : boots.at(reference - 1);
  if (found !== undefined) return found;
  const [first, last] = [boots.at(0), boots.at(-1)];
  throw new GantryError("not_found", {
    message: `This console has no boot ${reference} on record.`,
    hint:
      first === undefined || last === undefined
        ? "It has none yet: start the instance."
        : `It has the boots ${first.n} to ${last.n}; 0 is the present one and -1 the one before it.`,
    details: { boot: reference, boots: boots.map(({ n }) => n) },
  });
}
