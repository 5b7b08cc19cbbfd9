export { bootSector, MIN_BOOT_DISK_BYTES, writeBootSectorDisk } from "./boot-sector/boot-sector-disk.ts";
export type { BootSectorName } from "./boot-sector/boot-sectors.generated.ts";
export { buildDebianGuest, DEBIAN_GUEST_MEMORY_MIB } from "./debian/build-debian-guest.ts";
export type { DebianGuest } from "./debian/cached-disk.ts";
export { DemoGuestError, type DemoGuestErrorCode } from "./demo-guest-error.ts";
export { type BuildOptions, buildLinuxGuest } from "./linux/build-linux-guest.ts";
export type { LinuxGuest } from "./linux/cached-guest.ts";
export { type CacheEnvironment, defaultCacheDir } from "./linux/default-cache-dir.ts";
export type { BuildProgress, BuildStep } from "./linux/progress.ts";
export {
  createDataDisk,
  DATA_DISK_BYTES,
  LINUX_GUEST_MEMORY_MIB,
  linuxGuestCommandLine,
} from "./linux/start-values.ts";
