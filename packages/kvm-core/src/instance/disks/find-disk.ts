import { GantryError } from "../../model/error.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import type { Instance } from "../instance.ts";

/** A disk of an instance. */
export interface FoundDisk {
  readonly disk: DiskSpec;
  /** Where it stands in the spec. */
  readonly index: number;
}

/** The disk of this name. @throws GantryError `not_found` that lists what there is. */
export function findDisk(instance: Instance, name: string): FoundDisk {
  const { disks } = instance.stored.spec;
  const index = disks.findIndex((disk) => disk.name === name);
  const disk = disks[index];
  if (disk !== undefined) return { disk, index };
  const known = disks.map((other) => other.name);
  throw new GantryError("not_found", {
    message: `${instance.name} has no disk ${name}.`,
    hint: known.length === 0 ? "It has none." : `It has ${known.join(", ")}.`,
    where: instance.where(),
    details: { disk: name },
  });
}
