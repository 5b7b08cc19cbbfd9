import type { BackingImage } from "../model/index.ts";

/** An image file, and what the spec puts below it. */
export type ImageChain = BackingImage;

/**
 * The name under which qemu-img opens an image and exactly the images that the spec puts below it: JSON, so that no
 * format is probed and nothing in a path or in a header is followed.
 *
 * @param alone leaves the images below out: for what concerns the image's own tables only.
 */
export function chainName(image: ImageChain, { alone = false }: { readonly alone?: boolean } = {}): string {
  return `json:${JSON.stringify(nodeOf(image, alone))}`;
}

function nodeOf({ file, format, backing }: ImageChain, alone: boolean): object {
  const below = alone || backing === undefined ? null : nodeOf(backing, alone);
  return {
    driver: format,
    file: { driver: "file", filename: file },
    ...(format === "qcow2" ? { backing: below } : {}),
  };
}
