export { buildCommandLine } from "./build-command-line.ts";
export {
  diskDeviceId,
  diskOfDevice,
  diskOfNode,
  formatNode,
  fromTheTop,
  limitsId,
  throttleNode,
} from "./disk-names.ts";
export { deviceIds, guestVisible } from "./guest-visible.ts";
export { limitsObject, throttleLimits } from "./disk-limits.ts";
export { diskNodes, isReadOnly } from "./disk-nodes.ts";
export { diskDevice } from "./disks.ts";
export { netdevId, nicDeviceId, nicHalves, nicNumberOfDevice } from "./nics.ts";
export { nicNumber } from "./pci-places.ts";
