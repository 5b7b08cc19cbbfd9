export { isPortFree } from "./is-port-free.ts";
export { prepareNics, removeTaps } from "./prepare-nics.ts";
export { tapName } from "./tap-name.ts";
