import { makeDiskFile } from "../new-disk-file.ts";

/** Memory that the Linux guest runs well in. It does not boot with 64: Debian's kernel alone is too large. */
export const LINUX_GUEST_MEMORY_MIB = 128;

/** A size for the data disk that is checked and formatted within a second, also without KVM. */
export const DATA_DISK_BYTES = 32 * 1024 * 1024;

/**
 * The kernel command line for the Linux guest: console on the first serial port, with the dozen lines a person wants
 * to see of a booting kernel instead of four hundred.
 *
 * `no_timer_check` keeps the kernel from panicking ("IO-APIC + timer doesn't work!") when a busy host without KVM
 * delivers its first timer interrupts late; under KVM Linux skips that check by itself.
 *
 * @param hostname what the guest calls itself, and its prompt; an instance's name will do.
 */
export function linuxGuestCommandLine(hostname: string): string {
  return `console=ttyS0 loglevel=6 no_timer_check gantry.name=${hostname}`;
}

/**
 * Makes a blank disk for the Linux guest, which makes a file system on it at its first boot and mounts it at `/data`.
 * The file takes no room until it is written to.
 *
 * @throws DemoGuestError `invalid_input` (size), `name_taken` (the file exists), `file_missing` (its directory does
 *   not), `forbidden`, `disk_full`.
 */
export async function createDataDisk(path: string, sizeBytes: number = DATA_DISK_BYTES): Promise<void> {
  await makeDiskFile(path, sizeBytes);
}
