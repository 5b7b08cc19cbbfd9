export { buildCommandLine } from "./build-command-line.ts";
export {
  baseNodes,
  diskDeviceId,
  diskOfDevice,
  diskOfNode,
  fileNodeName,
  formatNode,
  fromTheTop,
  limitsId,
  throttleNode,
} from "./disk-names.ts";
export { limitsObject, throttleLimits } from "./disk-limits.ts";
export { type BlockNode, diskNodes, isReadOnly } from "./disk-nodes.ts";
export { diskDevice } from "./disks.ts";
export { netdevId, nicDeviceId, nicHalves, nicNumberOfDevice } from "./nics.ts";
export { diskNumber, nicNumber, nicPlace, type PciPlace } from "./pci-places.ts";
