import { DemoGuestError } from "../demo-guest-error.ts";
import { makeDiskFile } from "../new-disk-file.ts";
import { type BootSectorName, bootSectorCode } from "./boot-sectors.generated.ts";

/** SeaBIOS boots from no smaller disk: it does not believe in less than a few cylinders. */
export const MIN_BOOT_DISK_BYTES = 1024 * 1024;

/** The 512 bytes of a boot sector, signature included. */
export function bootSector(name: BootSectorName): Buffer {
  const sector = Buffer.alloc(512);
  sector.write(bootSectorCode[name], "hex");
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/**
 * Writes a raw disk image that boots one of the boot sectors on machine types `pc` and `q35` with BIOS firmware.
 * 16 MiB of guest memory are plenty.
 *
 * @param path a file that must not exist yet.
 * @throws DemoGuestError `invalid_input` (size), `name_taken` (the file exists), `file_missing` (its directory does
 *   not), `forbidden`, `disk_full`.
 */
export async function writeBootSectorDisk(
  path: string,
  name: BootSectorName,
  { sizeBytes = MIN_BOOT_DISK_BYTES }: { sizeBytes?: number } = {},
): Promise<void> {
  if (sizeBytes < MIN_BOOT_DISK_BYTES) {
    throw new DemoGuestError("invalid_input", `A BIOS boots from no disk of ${sizeBytes} bytes.`, {
      hint: `Make it at least ${MIN_BOOT_DISK_BYTES} bytes (1 MiB).`,
    });
  }
  await makeDiskFile(path, sizeBytes, bootSector(name));
}
