import { backingChain, type Fault, type InstanceSpec } from "../model/index.ts";
import { checkInitrdPath } from "./check-kernel.ts";
import { checkPath } from "./check-path.ts";

/** Where files may lie. */
export interface CheckFilesOptions {
  /** Directories that kernels and disks may lie in, after resolving links; none means anywhere. */
  readonly imageRoots: readonly string[];
}

/**
 * Looks at every file that a spec names, on the host that will run it: there, of the right kind, readable (writable where
 * the guest writes), inside the image roots. What is in an image is another question: see `storage/check-image.ts`.
 *
 * @returns every fault at once, each naming its field.
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
  disk: InstanceSpec["disks"][number],
  index: number,
  roots: readonly string[],
): Promise<Fault[]> {
  const { source, bus, readOnly } = disk;
  const at = `disks.${index}`;
  const writable = !readOnly && bus !== "cdrom";
  const bases = backingChain(disk).map((image, level) =>
    checkPath({
      path: image.file,
      field: `${at}${".backing".repeat(level + 1)}.file`,
      kind: "file",
      writable: false,
      roots,
    }),
  );
  const own =
    "device" in source
      ? [
          checkPath({
            path: source.device,
            field: `${at}.source.device`,
            kind: "block device",
            writable,
            roots,
          }),
        ]
      : "file" in source
        ? [checkPath({ path: source.file, field: `${at}.source.file`, kind: "file", writable, roots })]
        : [];
  return (await Promise.all([...own, ...bases])).flat();
}
