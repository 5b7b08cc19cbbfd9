export { type IpCommand, runIp } from "./ip-command.ts";
export { type PrepareNicsOptions, type PreparedNics, prepareNics, removeTaps } from "./prepare-nics.ts";
export { isTapName, tapName } from "./tap-name.ts";
export { isPortFree } from "./is-port-free.ts";
