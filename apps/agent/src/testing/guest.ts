import { join } from "node:path";
import { type BootSectorName, writeBootSectorDisk } from "@gantry/demo-guest";

/** The spec of an instance that boots one of the tiny guests from a disk it writes into `directory`. */
export async function guestSpec(directory: string, name: string, sector: BootSectorName) {
  const file = join(directory, `${name}.raw`);
  await writeBootSectorDisk(file, sector);
  return { name, memoryMiB: 32, disks: [{ name: "root", source: { file }, format: "raw" }] };
}
