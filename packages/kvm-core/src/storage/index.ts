export { checkImage, type ImageClaim } from "./check-image.ts";
export { growImage, virtualBytesOf } from "./grow-image.ts";
export { type ImageSize, makeImage } from "./make-image.ts";
export { readQcow2 } from "./read-image.ts";
export {
  applySnapshot,
  dropSnapshot,
  type ImageSnapshot,
  imageSnapshots,
  makeSnapshot,
} from "./image-snapshots.ts";
export { convertImage, linkImage } from "./copy-image.ts";
export { assertFree, nameWhenWhole, partOf, reservePart } from "./part-file.ts";
export { takeImage } from "./take-image.ts";
