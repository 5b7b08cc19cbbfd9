export type { HostNetwork } from "./host-network.ts";
export { type IpCommand, runIp } from "./ip-command.ts";
export { isPortFree } from "./is-port-free.ts";
export { limitTap } from "./limit-tap.ts";
export { type BridgeFacts, readBridges } from "./read-bridges.ts";
export { prepareNic, prepareNics, removeTaps } from "./prepare-nics.ts";
export { sweepTaps } from "./sweep-taps.ts";
export { tapName, tapOfNumber } from "./tap-name.ts";
