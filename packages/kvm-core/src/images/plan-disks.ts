import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { DiskToMake } from "../instance/make-disks.ts";
import type { DiskSpec } from "../model/disk-spec.ts";
import { GantryError } from "../model/error.ts";
import { type Fault, invalid } from "../model/faults.ts";
import type { NewDiskSpec, NewInstanceSpec } from "../model/new-spec.ts";
import type { InstanceSpec } from "../model/spec.ts";
import type { ImageLibrary, KeptImage } from "./image-library.ts";

const gib = 1024 ** 3;

/** A spec that names files only, and the files among them that are to be made first. */
export interface PlannedDisks {
  readonly spec: InstanceSpec;
  readonly disksToMake: readonly DiskToMake[];
}

/**
 * Turns the disks that a new instance asks for into files of pools. Makes nothing.
 *
 * @param held takes what keeps the images from being deleted until the disks are made.
 * @throws GantryError `invalid_spec` with a fault for each disk that cannot be made.
 */
export async function planDisks(
  spec: NewInstanceSpec,
  library: ImageLibrary,
  held: DisposableStack,
): Promise<PlannedDisks> {
  const faults: Fault[] = [];
  const disks: DiskSpec[] = [];
  const disksToMake: DiskToMake[] = [];
  for (const [index, disk] of spec.disks.entries()) {
    try {
      const planned = await planDisk(disk, { instance: spec.name, library, held });
      disks.push(planned.disk);
      if (planned.make !== undefined) disksToMake.push(planned.make);
    } catch (error) {
      const path = error instanceof DiskFault ? `.${error.field}` : "";
      faults.push({ path: `disks.${index}.source${path}`, message: GantryError.from(error).message });
    }
  }
  if (faults.length > 0) throw invalid("The instance spec", faults, "invalid_spec");
  return { spec: { ...spec, disks }, disksToMake };
}

interface Surroundings {
  readonly instance: string;
  readonly library: ImageLibrary;
  readonly held: DisposableStack;
}

interface PlannedDisk {
  readonly disk: DiskSpec;
  readonly make?: DiskToMake;
}

/** What is wrong with one field of a disk's source. */
class DiskFault extends GantryError {
  readonly field: string;

  constructor(field: string, message: string) {
    super("invalid_spec", { message, hint: "Correct the named field." });
    this.field = field;
  }
}

async function planDisk(disk: NewDiskSpec, around: Surroundings): Promise<PlannedDisk> {
  const { source } = disk;
  if ("image" in source) return await planFromImage({ ...disk, source }, around);
  if ("empty" in source && source.empty !== true) return await planEmpty({ ...disk, source }, around);
  return { disk: { ...disk, source, format: disk.format ?? "qcow2" } };
}

type Wanted<Source> = Omit<DiskSpec, "source" | "format" | "backing"> & {
  readonly format?: DiskSpec["format"] | undefined;
  readonly source: Source;
};
type FromImage = Wanted<Extract<NewDiskSpec["source"], { image: string }>>;

async function planFromImage({ source, ...disk }: FromImage, around: Surroundings): Promise<PlannedDisk> {
  around.held.use(around.library.hold(source.image));
  const image = await around.library.get(source.image).catch((error: unknown) => {
    throw new DiskFault("image", GantryError.from(error).message);
  });
  const { format } = image.record;
  if (disk.bus === "cdrom" || disk.readOnly) {
    if (source.sizeGiB !== undefined)
      throw new DiskFault("sizeGiB", "what is only read has the image's own size; leave it out");
    return { disk: { ...disk, source: { file: image.path }, format, backing: undefined } };
  }
  const bytes = sizeOf(source.sizeGiB, image);
  const below = { file: image.path, format } as const;
  await assertSpace(image, source.linked);
  const path = await freePath(image.pool.disksDir, `${around.instance}-${disk.name}`, "qcow2");
  return {
    disk: { ...disk, source: { file: path }, format: "qcow2", backing: source.linked ? below : undefined },
    make: { disk: disk.name, path, format: "qcow2", bytes, from: { image: below, linked: source.linked } },
  };
}

function sizeOf(sizeGiB: number | undefined, { record }: KeptImage): number {
  const wanted = sizeGiB === undefined ? record.virtualBytes : sizeGiB * gib;
  if (wanted >= record.virtualBytes) return wanted;
  const least = Math.ceil(record.virtualBytes / gib);
  throw new DiskFault(
    "sizeGiB",
    `the image ${record.name} needs at least ${least} GiB; a disk is never made smaller`,
  );
}

async function assertSpace({ record, pool, diskBytes }: KeptImage, linked: boolean): Promise<void> {
  if (linked) return;
  const { freeBytes } = await pool.space();
  if (freeBytes >= diskBytes) return;
  throw new GantryError("disk_full", {
    message: `pool ${pool.name} has ${Math.floor(freeBytes / 2 ** 20)} MiB free, and a copy of ${record.name} needs ${Math.ceil(diskBytes / 2 ** 20)} MiB`,
    hint: "Make it linked, free space, or bring the image into another pool.",
    details: { pool: pool.name },
  });
}

type Empty = Wanted<{ readonly empty: { readonly sizeGiB: number; readonly pool?: string | undefined } }>;

async function planEmpty(
  { source, ...disk }: Empty,
  { instance, library }: Surroundings,
): Promise<PlannedDisk> {
  let pool: ReturnType<ImageLibrary["pool"]>;
  try {
    pool = library.pool(source.empty.pool);
  } catch (error) {
    throw new DiskFault("empty.pool", GantryError.from(error).message);
  }
  const format = disk.format ?? "qcow2";
  const path = await freePath(pool.disksDir, `${instance}-${disk.name}`, format);
  return {
    disk: { ...disk, source: { file: path }, format, backing: undefined },
    make: { disk: disk.name, path, format, bytes: source.empty.sizeGiB * gib },
  };
}

/** A disk that was kept when its instance was deleted keeps its name; the next one gets a number. */
async function freePath(directory: string, name: string, format: "raw" | "qcow2"): Promise<string> {
  const ending = format === "raw" ? "img" : "qcow2";
  for (let number = 1; ; number += 1) {
    const path = join(directory, `${name}${number === 1 ? "" : `-${number}`}.${ending}`);
    const isFree = await stat(path).then(
      () => false,
      () => true,
    );
    if (isFree) return path;
  }
}
