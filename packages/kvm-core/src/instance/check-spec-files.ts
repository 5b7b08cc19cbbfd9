import { checkFiles } from "../host/index.ts";
import type { Account } from "../model/account.ts";
import type { DiskSpec, Fault, InstanceSpec } from "../model/index.ts";
import { checkImage, type ImageClaim } from "../storage/index.ts";
import { checkAccountAccess } from "./check-account-access.ts";
import { checkLibraryImages } from "./check-library-images.ts";
import { checkFirmware } from "./uefi-firmware.ts";

/** Where files may lie, and which disks a person has brought just now. */
export interface CheckSpecFilesOptions {
  readonly imageRoots: readonly string[];
  /** Where images of the library lie: what a guest writes to is never one of them. */
  readonly imageDirs: readonly string[];
  /** Disks that are new to this instance; a raw one must not look like an image of another format. */
  readonly isNew: (disk: DiskSpec) => boolean;
  /** As whom QEMU is about to open them, when not as the agent. */
  readonly account?: Account | undefined;
}

/**
 * The faults of every file that a spec needs: its path first, whether it is the library's own, and of an image that is
 * there its header, before QEMU sees it; and the firmware.
 */
export async function checkSpecFiles(
  spec: Pick<InstanceSpec, "boot" | "disks">,
  { imageRoots, imageDirs, isNew, account }: CheckSpecFilesOptions,
): Promise<Fault[]> {
  const faults = await checkFiles(spec, { imageRoots });
  const missing = new Set(faults.map(({ path }) => path));
  faults.push(...(await checkLibraryImages(spec, imageDirs)).filter(({ path }) => !missing.has(path)));
  if (account !== undefined) {
    const found = [...faults];
    faults.push(
      ...(await checkAccountAccess(spec, account, (field) => !found.some(({ path }) => path === field))),
    );
  }
  const claims = spec.disks
    .flatMap((disk, index) => claimsOf(disk, { field: `disks.${index}`, isNew: isNew(disk) }))
    .filter(({ field }) => !faults.some(({ path }) => path === field));
  const images = await Promise.all(claims.map((claim) => checkImage(claim)));
  return [...faults, ...images.flat(), ...(await checkFirmware(spec))];
}

/** The disks that are not, or otherwise, in the spec that was before. */
export function newSince(before: Pick<InstanceSpec, "disks">): (disk: DiskSpec) => boolean {
  const essence = ({ source, format }: DiskSpec) => JSON.stringify([source, format]);
  const known = new Set(before.disks.map(essence));
  return (disk) => !known.has(essence(disk));
}

function claimsOf(
  disk: DiskSpec,
  { field, isNew }: { readonly field: string; readonly isNew: boolean },
): ImageClaim[] {
  const claims: ImageClaim[] = [];
  const { source, format, backing } = disk;
  if ("file" in source)
    claims.push({ path: source.file, format, backing, field: `${field}.source.file`, isNew });
  if ("device" in source)
    claims.push({ path: source.device, format, backing, field: `${field}.source.device`, isNew });
  let at = `${field}.backing`;
  for (let image = backing; image !== undefined; image = image.backing) {
    claims.push({
      path: image.file,
      format: image.format,
      backing: image.backing,
      field: `${at}.file`,
      isNew,
    });
    at = `${at}.backing`;
  }
  return claims;
}
