import { execFile } from "node:child_process";
import { rm, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { isInside } from "../host/index.ts";
import { GantryError } from "../model/error.ts";
import { type Fault, invalid } from "../model/faults.ts";
import type { InstanceSpec } from "../model/spec.ts";

const run = promisify(execFile);

/** An empty disk to make before an instance: the disk's name in the spec, and its size in MiB. */
export interface NewDisk {
  readonly disk: string;
  readonly sizeMiB: number;
}

interface PlannedDisk extends NewDisk {
  readonly path: string;
  readonly format: "raw" | "qcow2";
}

/**
 * Makes empty images for the named disks of a spec. Never touches a file that exists.
 *
 * @param undo takes the removal of each image that was made.
 * @throws GantryError `invalid_spec` with a fault for each disk that cannot be made.
 */
export async function createDisks(
  spec: InstanceSpec,
  { newDisks, imageRoots }: { readonly newDisks: readonly NewDisk[]; readonly imageRoots: readonly string[] },
  undo: AsyncDisposableStack,
): Promise<void> {
  const faults: Fault[] = [];
  const planned: PlannedDisk[] = [];
  for (const [index, wanted] of newDisks.entries()) {
    const plan = await planDisk(spec, wanted, imageRoots);
    if (typeof plan === "string") faults.push({ path: `newDisks.${index}`, message: plan });
    else planned.push(plan);
  }
  if (faults.length > 0) throw invalid("The list of new disks", faults, "invalid_spec");
  for (const plan of planned) {
    await makeImage(plan);
    undo.defer(() => rm(plan.path, { force: true }));
  }
}

async function planDisk(
  spec: InstanceSpec,
  wanted: NewDisk,
  imageRoots: readonly string[],
): Promise<PlannedDisk | string> {
  const disk = spec.disks.find(({ name }) => name === wanted.disk);
  if (disk === undefined) return `the spec has no disk named ${wanted.disk}`;
  if (!("file" in disk.source)) return `disk ${wanted.disk} is not a file; only files can be made`;
  const path = disk.source.file;
  if (await exists(path))
    return `${path} exists already; take it out of the new disks, or choose another path`;
  if (!(await exists(dirname(path)))) return `the directory ${dirname(path)} does not exist; make it first`;
  if (!(await isInside(dirname(path), imageRoots)))
    return `${path} is outside the image roots: ${imageRoots.join(", ")}`;
  return { ...wanted, path, format: disk.format };
}

async function makeImage({ path, format, sizeMiB }: PlannedDisk): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path));
  // An image is sparse, but without any room its header cannot be written either.
  if (bavail * bsize < 1_048_576) throw full(path);
  try {
    await run("qemu-img", ["create", "-q", "-f", format, path, `${sizeMiB}M`]);
  } catch (error) {
    await rm(path, { force: true });
    throw new GantryError("qemu_failed", {
      message: `The disk ${path} could not be made: ${error instanceof Error ? error.message.trim() : String(error)}`,
      hint: "qemu-img's own words say why; install qemu-utils if it is missing.",
      details: { path },
      cause: error,
    });
  }
}

function full(path: string): GantryError {
  return new GantryError("disk_full", {
    message: `There is no space for ${path}.`,
    hint: "Free space on that file system, or choose another directory.",
    details: { path },
  });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
