import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../linux/command.ts";

const sectorBytes = 512;
const mebibyte = 1024 * 1024;
/** The one partition begins at the first MiB; before it there is room for the boot loader. */
const firstSector = mebibyte / sectorBytes;
/** Of the first sector, what is code; the rest is the partition table. */
const bootCodeBytes = 440;
const linuxPartition = 0x83;

/**
 * Makes a raw disk that boots by BIOS, from the tar archive of a root directory with GRUB's two parts in `/boot`. Needs no
 * mount and no loop device; without root, `fakeroot` remembers whose the files are.
 */
export async function makeBootableDisk(
  tar: string,
  about: { readonly disk: string; readonly workspace: string; readonly sizeMiB: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { disk, workspace, sizeMiB } = about;
  const root = join(workspace, "root");
  const script = [
    'mkdir "$1" && tar -xf "$2" -C "$1" --numeric-owner',
    'truncate -s "$4" "$3"',
    'PATH="$PATH:/usr/sbin:/sbin" mkfs.ext4 -q -F -L guest -d "$1" -E "offset=$5" "$3" "$6"',
  ].join(" && ");
  const sizes = [sizeMiB * mebibyte, mebibyte, `${sizeMiB - 1}M`].map(String);
  const command = ["sh", "-c", script, "sh", root, tar, disk, ...sizes];
  const [program = "sh", ...args] = process.getuid?.() === 0 ? command : ["fakeroot", ...command];
  await runCommand({ program, args }, signal);
  const sectors = (sizeMiB * mebibyte) / sectorBytes - firstSector;
  const loader = await readFile(join(root, "boot", "boot.img"));
  const rest = await readFile(join(root, "boot", "core.img"));
  await using file = await open(disk, "r+");
  const start = Buffer.concat([bootSector(loader, sectors), rest]);
  await file.write(start, 0, start.length, 0);
  await file.sync();
}

/** The first sector: GRUB's code, which reads on in the second, and a table with one partition that is marked to boot. */
function bootSector(loader: Uint8Array, sectors: number): Buffer {
  const sector = Buffer.alloc(sectorBytes);
  sector.set(loader.subarray(0, bootCodeBytes));
  sector[446] = 0x80;
  sector[450] = linuxPartition;
  sector.writeUInt32LE(firstSector, 454);
  sector.writeUInt32LE(sectors, 458);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}
