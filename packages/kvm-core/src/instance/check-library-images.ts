import { realpath } from "node:fs/promises";
import { parse } from "node:path";
import { isInside } from "../host/index.ts";
import type { Fault, InstanceSpec } from "../model/index.ts";

/**
 * The faults of disks that a guest would write to although they are images of the library themselves: every disk that was
 * or will be made from such an image would change with it.
 *
 * @param imageDirs where the images of this host's pools lie.
 */
export async function checkLibraryImages(
  { disks }: Pick<InstanceSpec, "disks">,
  imageDirs: readonly string[],
): Promise<Fault[]> {
  // To `isInside` no directories mean anywhere.
  if (imageDirs.length === 0) return [];
  const faults = disks.map(async ({ source, bus, readOnly }, index): Promise<Fault[]> => {
    if (!("file" in source) || readOnly || bus === "cdrom") return [];
    if (!(await isInside(source.file, imageDirs))) return [];
    return [{ path: `disks.${index}.source.file`, message: await whyNotWritten(source.file) }];
  });
  return (await Promise.all(faults)).flat();
}

async function whyNotWritten(file: string): Promise<string> {
  const image = parse(await realpath(file).catch(() => file)).name;
  return (
    `${file} belongs to the image library, and a guest that writes to it changes what others are made from; ` +
    `make a disk from it instead ({"image": "${image}"}, or with "linked": false a whole copy), or let it only be read ("readOnly": true)`
  );
}
