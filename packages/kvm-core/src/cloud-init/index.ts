export { seedImage } from "./seed-image.ts";
