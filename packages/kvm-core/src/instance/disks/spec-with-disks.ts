import { faultsOf, invalid } from "../../model/faults.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import { type InstanceSpec, instanceSpecSchema } from "../../model/spec.ts";
import { checkSpecFiles } from "../check-spec-files.ts";
import type { Instance } from "../instance.ts";

/** The spec with other disks, checked as a whole. @throws GantryError `invalid_spec` with every fault. */
export function specWithDisks({ stored }: Instance, disks: readonly unknown[]): InstanceSpec {
  const parsed = instanceSpecSchema.safeParse({ ...stored.spec, disks });
  if (parsed.success) return parsed.data;
  throw invalid("The instance spec", faultsOf(parsed.error), "invalid_spec");
}

/** The spec with another value of one disk. */
export function specWithDisk(instance: Instance, index: number, disk: unknown): InstanceSpec {
  return specWithDisks(
    instance,
    instance.stored.spec.disks.map((other, at) => (at === index ? disk : other)),
  );
}

/** The spec without a disk, if it has it. */
export function specWithoutDisk({ stored }: Instance, name: string): InstanceSpec {
  return { ...stored.spec, disks: stored.spec.disks.filter((disk) => disk.name !== name) };
}

/**
 * The disk of a spec that a person has just brought, after a look at its files. The other disks may be in use at this
 * moment and are not asked about.
 *
 * @throws GantryError `invalid_spec` with every fault.
 */
export async function checkedDisk(instance: Instance, spec: InstanceSpec, index: number): Promise<DiskSpec> {
  const disk = spec.disks[index];
  if (disk === undefined) throw new RangeError(`There is no disk ${index}.`);
  const { imageRoots, imageDirs } = instance.services;
  const account = instance.live?.runtime.account ?? undefined;
  const isNew = (other: DiskSpec) => other === disk;
  const faults = await checkSpecFiles(spec, { imageRoots, imageDirs, isNew, account });
  const own = faults.filter(({ path }) => path.startsWith(`disks.${index}.`));
  if (own.length > 0) throw invalid("The disk", own, "invalid_spec");
  return disk;
}
