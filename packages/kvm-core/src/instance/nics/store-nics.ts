import { faultsOf, invalid } from "../../model/faults.ts";
import type { NicSpec } from "../../model/nic-spec.ts";
import type { MachinePlaces } from "../../model/places.ts";
import { type InstanceSpec, instanceSpecSchema } from "../../model/spec.ts";
import { writeInstance } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";

/** The spec with other interfaces, checked as a whole. @throws GantryError `invalid_spec` with every fault. */
export function specWithNics({ stored }: Instance, nics: readonly NicSpec[]): InstanceSpec {
  const parsed = instanceSpecSchema.safeParse({ ...stored.spec, nics });
  if (parsed.success) return parsed.data;
  throw invalid("The instance spec", faultsOf(parsed.error), "invalid_spec");
}

/** The spec with another value of one interface. */
export function specWithNic(instance: Instance, index: number, nic: NicSpec): InstanceSpec {
  return specWithNics(
    instance,
    instance.stored.spec.nics.map((other, at) => (at === index ? nic : other)),
  );
}

/** Writes a spec down, and where its devices are when that changes with it. */
export async function storeSpec(
  instance: Instance,
  spec: InstanceSpec,
  places: MachinePlaces | null = instance.stored.places,
): Promise<void> {
  const stored = { ...instance.stored, spec, places };
  await writeInstance(instance.services.layout, stored);
  instance.stored = { ...instance.stored, spec, places };
}
