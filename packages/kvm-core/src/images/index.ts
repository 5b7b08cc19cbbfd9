export { ImageLibrary, type KeptImage, type NewImage } from "./image-library.ts";
export { Pool } from "./pool.ts";
export { planDisks } from "./plan-disks.ts";
export { bringFile } from "./bring-file.ts";
