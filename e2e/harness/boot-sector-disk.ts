import { writeFile } from "node:fs/promises";

/**
 * Guests of one sector, whose sources in packages/demo-guest/src/boot-sector say what they do. Copied, because these tests
 * import nothing of ours.
 *
 * `interactive` prints READY, then a '.' each second; echoes what is typed; the ACPI power button makes it print PWRBTN and
 * power off. `scribbler` prints READY, echoes what is typed, and writes to half a megabyte of its memory without end; it
 * hears no power button.
 */
const sectors = {
  interactive:
    "fa31c08ed88ec08ed0bc007cfcfbba0206b80001efbafa03b001eebecd7ce89d00bafd03eca801741dbaf803ec3c5174" +
    "3c3c5274433c50744a3c4874373c57744ae86b00ebdbba0006edf6c4017518a16c042b06c97c83f81272090106c97cb0" +
    "2ee84b00f4ebbabed57ce85100ba0406b80020effaf4ebfcbaf90cb002eeb006eeebf1ba0505b001eeeb96ff06cb7ca1" +
    "cb7ca3007eb80103b90300ba8000bb007ecd13b0777302b045e80300e972ff50bafd03eca82074fb58baf803eec3ac84" +
    "c07405e8e9ffebf6c30000000052454144590d0a0050575242544e0d0a",
  scribbler:
    "fa31c08ed88ec08ed0bc007cfcfbba0206b80001efbafa03b001eebe707cac84c07405e83900ebf60f20c06635000001" +
    "000f22c0bb00108ec326fe060000b9409c4975fdbafd03eca8017407baf803ece80c0081c3000181fb009072daebc988" +
    "c4bafd03eca82074f8baf80388e0eec352454144590d0a",
} as const;

/** See {@link writeBootSectorDisk}. */
export type BootSectorGuest = keyof typeof sectors;

/** SeaBIOS boots from no smaller disk. */
const diskBytes = 1024 * 1024;

/** Writes a raw disk with the guest in its boot sector. */
export async function writeBootSectorDisk(
  path: string,
  guest: BootSectorGuest = "interactive",
): Promise<void> {
  const disk = Buffer.alloc(diskBytes);
  disk.write(sectors[guest], "hex");
  disk.writeUInt16LE(0xaa55, 510);
  await writeFile(path, disk);
}
