export { bootSector, MIN_BOOT_DISK_BYTES, writeBootSectorDisk } from "./boot-sector/boot-sector-disk.ts";
export type { BootSectorName } from "./boot-sector/boot-sectors.generated.ts";
export { DemoGuestError, type DemoGuestErrorCode } from "./demo-guest-error.ts";
