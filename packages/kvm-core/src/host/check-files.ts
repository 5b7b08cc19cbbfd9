import type { Fault, InstanceSpec } from "../model/index.ts";
import { checkImage } from "./check-image.ts";
import { checkInitrdPath } from "./check-kernel.ts";
import { checkPath } from "./check-path.ts";

/** Where files may lie. */
export interface CheckFilesOptions {
  /** Directories that kernels and disks may lie in, after resolving links; none means anywhere. */
  readonly imageRoots: readonly string[];
}

/**
 * Looks at every file that a spec names, on the host that will run it: there, of the right kind, readable (writable where
 * the guest writes), inside the image roots, an image of the format it is said to be.
 *
 * @returns every fault at once, each naming its field; none when QEMU can open them all.
 */
export async function checkFiles(
  spec: Pick<InstanceSpec, "boot" | "disks">,
  { imageRoots }: CheckFilesOptions,
): Promise<Fault[]> {
  const disks = spec.disks.map((disk, index) => checkDisk(disk, index, imageRoots));
  return (await Promise.all([checkBoot(spec.boot, imageRoots), ...disks])).flat();
}

async function checkBoot(boot: InstanceSpec["boot"], roots: readonly string[]): Promise<Fault[]> {
  if (!("kernel" in boot)) return [];
  const { kernel, initrd } = boot;
  const required = { kind: "file", writable: false, roots } as const;
  const faults = await Promise.all([
    checkPath({ path: kernel, field: "boot.kernel", ...required }),
    initrd === undefined ? [] : checkPath({ path: initrd, field: "boot.initrd", ...required }),
  ]);
  const found = faults.flat();
  return found.length > 0 || initrd === undefined ? found : checkInitrdPath(kernel, initrd);
}

async function checkDisk(
  { source, format, bus, readOnly }: InstanceSpec["disks"][number],
  index: number,
  roots: readonly string[],
): Promise<Fault[]> {
  const writable = !readOnly && bus !== "cdrom";
  if ("device" in source) {
    return checkPath({
      path: source.device,
      field: `disks.${index}.source.device`,
      kind: "block device",
      writable,
      roots,
    });
  }
  if (!("file" in source)) return [];
  const field = `disks.${index}.source.file`;
  const faults = await checkPath({ path: source.file, field, kind: "file", writable, roots });
  return faults.length > 0 ? faults : checkImage(source.file, format, field);
}
