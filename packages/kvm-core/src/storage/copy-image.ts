import type { ImageSize } from "./make-image.ts";
import { chainName, type ImageChain } from "./chain-name.ts";
import { qemuImg } from "./qemu-img.ts";

/** A copy of what a guest sees of an image, with all that lies below it. */
export interface Conversion {
  readonly from: ImageChain;
  /** Of this snapshot inside the image, instead of what it holds now. */
  readonly snapshot?: string | undefined;
  /** A file that is ours and may be overwritten. */
  readonly to: Omit<ImageSize, "bytes">;
  readonly signal: AbortSignal;
  /** Told a share from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Copies an image that no QEMU writes to, whole and sparse: the copy stands alone and holds no snapshots.
 *
 * @throws GantryError `file_in_use`, `disk_full`, `cancelled`, `qemu_failed`.
 */
export async function convertImage({ from, snapshot, to, signal, onProgress }: Conversion): Promise<void> {
  const which = snapshot === undefined ? [] : ["-l", `snapshot.name=${snapshot}`];
  await qemuImg(["convert", "-p", "-O", to.format, ...which, chainName(from), to.path], {
    what: `${from.file} could not be copied to ${to.path}`,
    path: to.path,
    signal,
    onOutput: (text) => {
      const percent = text.match(/([\d.]+)\/100%/g)?.at(-1);
      if (percent !== undefined) onProgress(Number.parseFloat(percent) / 100);
    },
  });
}

/**
 * Makes an image at `path`, a file that is ours, that holds only what will differ from `base`. What it writes about its
 * base into its header is for people and other tools: Gantry opens what the spec names.
 */
export async function linkImage(path: string, base: ImageChain, bytes: number): Promise<void> {
  // -u: the base is not opened here, so nothing below it is either; its size is known.
  const args = ["create", "-q", "-u", "-f", "qcow2", "-b", base.file, "-F", base.format, path, String(bytes)];
  await qemuImg(args, { what: `The linked image ${path} could not be made`, path });
}
