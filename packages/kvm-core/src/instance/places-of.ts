import { type MachinePlaces, placesAtStart } from "../model/places.ts";
import type { Instance } from "./instance.ts";

/** Where the devices sit: as they were plugged in while it runs or is suspended, else as the next start has them. */
export function placesOf({ stored, live, observedState }: Instance): MachinePlaces {
  const fixed = live !== undefined || observedState === "suspended";
  return (fixed ? stored.places : null) ?? placesAtStart(stored.spec, stored.places);
}
