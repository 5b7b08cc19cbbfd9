import { nicDeviceId, nicNumber } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import type { NicSpec } from "../../model/nic-spec.ts";
import { type MachinePlaces, placesAtStart } from "../../model/places.ts";
import type { Instance } from "../instance.ts";

/** An interface of an instance. */
export interface FoundNic {
  readonly nic: NicSpec;
  /** Where it stands in the spec. */
  readonly index: number;
  /** Its number in the machine, for as long as it exists: device, tap and address are made of it. */
  readonly number: number;
}

/** The interface with this MAC or name, such as "nic-0". @throws GantryError `not_found` that lists what there is. */
export function findNic(instance: Instance, reference: string): FoundNic {
  const all = nicsOf(instance);
  const found = all.find(({ nic, number }) => nic.mac === reference || nicDeviceId(number) === reference);
  if (found !== undefined) return found;
  const known = all.map(({ nic, number }) => `${nicDeviceId(number)} (${nic.mac ?? ""})`);
  throw new GantryError("not_found", {
    message: `${instance.name} has no network interface ${reference}.`,
    hint: known.length === 0 ? "It has none." : `It has ${known.join(", ")}.`,
    where: instance.where(),
    details: { nic: reference },
  });
}

/** Every interface of an instance, in the order of its spec. */
export function nicsOf(instance: Instance): FoundNic[] {
  const places = machineOf(instance);
  return instance.stored.spec.nics.map((nic, index) => ({ nic, index, number: nicNumber(places, nic) }));
}

/** Where the devices are: as they were plugged in while it runs, else as the next start has them. */
export function machineOf({ stored, live }: Instance): MachinePlaces {
  return (live === undefined ? null : stored.places) ?? placesAtStart(stored.spec, stored.places);
}
