import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { isInside } from "../host/index.ts";
import { type Fault, invalid } from "../model/faults.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { type ImageSize, makeImage } from "../storage/index.ts";

/** An empty disk to make before an instance: the disk's name in the spec, and its size in MiB. */
export interface NewDisk {
  readonly disk: string;
  readonly sizeMiB: number;
}

/** Which images to make, and where they may lie. */
export interface CreateDisksOptions {
  readonly newDisks: readonly NewDisk[];
  readonly imageRoots: readonly string[];
  /** What the person who asked calls the wish with this index; `newDisks.0` if not said. */
  readonly fieldOf?: (index: number) => string;
}

/**
 * Makes empty images for the named disks of a spec. Never touches a file that exists.
 *
 * @param undo takes the removal of each image that was made.
 * @throws GantryError `invalid_spec` with a fault for each disk that cannot be made.
 */
export async function createDisks(
  spec: InstanceSpec,
  { newDisks, imageRoots, fieldOf = (index) => `newDisks.${index}` }: CreateDisksOptions,
  undo: AsyncDisposableStack,
): Promise<void> {
  const faults: Fault[] = [];
  const planned: ImageSize[] = [];
  for (const [index, wanted] of newDisks.entries()) {
    const plan = await planDisk(spec, wanted, imageRoots);
    if (typeof plan === "string") faults.push({ path: fieldOf(index), message: plan });
    else planned.push(plan);
  }
  if (faults.length > 0) throw invalid("The list of new disks", faults, "invalid_spec");
  for (const plan of planned) {
    await makeImage(plan, undo);
  }
}

async function planDisk(
  spec: InstanceSpec,
  wanted: NewDisk,
  imageRoots: readonly string[],
): Promise<ImageSize | string> {
  const disk = spec.disks.find(({ name }) => name === wanted.disk);
  if (disk === undefined) return `the spec has no disk named ${wanted.disk}`;
  if (disk.backing !== undefined)
    return `disk ${wanted.disk} is linked to another image; a clone makes such disks`;
  if (!("file" in disk.source)) return `disk ${wanted.disk} is not a file; only files can be made`;
  const path = disk.source.file;
  if (await exists(path))
    return `${path} exists already; take it out of the new disks, or choose another path`;
  if (!(await exists(dirname(path)))) return `the directory ${dirname(path)} does not exist; make it first`;
  if (!(await isInside(dirname(path), imageRoots)))
    return `${path} is outside the image roots: ${imageRoots.join(", ")}`;
  return { path, format: disk.format, bytes: wanted.sizeMiB * 1_048_576 };
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
