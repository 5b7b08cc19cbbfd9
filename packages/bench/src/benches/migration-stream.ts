import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { rotated } from "../figures/rotated.ts";
import { ratios } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { makeCertificates } from "../migration/certificates.ts";
import { guestMiB, type Passage, passOver, type Way, writeMemory } from "../migration/qemu-pair.ts";
import type { BenchReport } from "../report/report.ts";

const rounds = 5;
const ways: readonly Way[] = ["tcp", "tcp, TLS x509", "tcp, TLS psk", "relay, plain", "relay, TLS"];

/** How fast a guest's memory travels by each way on one machine, what that costs, and how long the guest stands still. */
export async function migrationStream(lab: Lab): Promise<BenchReport> {
  const tls = await makeCertificates(lab.directory);
  const [memory, disk] = [join(lab.directory, "memory"), join(lab.directory, "disk.raw")];
  await writeMemory(memory);
  await writeBootSectorDisk(disk, "interactive");
  const passages = new Map<Way, Passage[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const way of rotated(ways, round)) {
      const below = join(lab.directory, `${round}${ways.indexOf(way)}`);
      passages.get(way)?.push(await passOver(way, { below, memory, disk, tls }, lab.signal));
    }
  }
  const of = (way: Way, figure: keyof Passage) => (passages.get(way) ?? []).map((passage) => passage[figure]);
  const rate = (way: Way) => of(way, "megabytesPerSecond");
  return {
    bench: `The memory of a guest of ${guestMiB} MiB on its way to another QEMU`,
    series: ways.flatMap((way) => [
      { subject: way, unit: "MB/s" as const, values: rate(way) },
      { subject: `${way}: QEMUs`, unit: "s/GB" as const, values: of(way, "qemuSecondsPerGigabyte") },
      ...(way.startsWith("relay")
        ? [
            {
              subject: `${way}: relays`,
              unit: "s/GB" as const,
              values: of(way, "relaySecondsPerGigabyte"),
            },
          ]
        : []),
      { subject: `${way}: pause`, unit: "ms" as const, values: of(way, "pauseMs") },
    ]),
    comparisons: [
      { name: "relay, TLS / tcp, TLS x509", values: ratios(rate("relay, TLS"), rate("tcp, TLS x509")) },
      { name: "relay, TLS / tcp", values: ratios(rate("relay, TLS"), rate("tcp")) },
    ],
    notes: ["all ways on loopback, both QEMUs and both relays share this machine's processors"],
  };
}
