import type { Translate } from "./messages/translate.ts";
import type { DiskLimits, DiskSpec, NicSpec } from "@gantry/kvm-core/model";
import { formatRate } from "./format.ts";

/** What a disk has beside source, format and bus, in words: its limits, and the image it is linked to. */
export function diskExtras(
  { limits, backing }: Pick<DiskSpec, "limits" | "backing">,
  t: Translate,
): string[] {
  const most = limits === undefined ? [] : limitWords(limits, t);
  return [
    most.length === 0 ? [] : t("at most {most}", { most: most.join(", ") }),
    backing === undefined ? [] : t("linked to {file}", { file: backing.file }),
  ].flat();
}

/** The same of an interface: size of packets, rates, address. */
export function nicExtras({ mtu, rate, ip }: Pick<NicSpec, "mtu" | "rate" | "ip">, t: Translate): string[] {
  const most = [
    rate?.receiveMbit === undefined ? [] : t("{rate} received", { rate: `${rate.receiveMbit} Mbit/s` }),
    rate?.transmitMbit === undefined ? [] : t("{rate} sent", { rate: `${rate.transmitMbit} Mbit/s` }),
  ].flat();
  return [
    mtu === undefined ? [] : `MTU ${mtu}`,
    most.length === 0 ? [] : t("at most {most}", { most: most.join(", ") }),
    ip === undefined ? [] : t("address {ip}", { ip }),
  ].flat();
}

function limitWords(limits: DiskLimits, t: Translate): string[] {
  const bytes = (rate: number | undefined, words: (rate: string) => string) =>
    rate === undefined ? [] : words(formatRate(rate, t));
  const operations = (rate: number | undefined, words: (rate: number) => string) =>
    rate === undefined ? [] : words(rate);
  return [
    bytes(limits.bytesPerSecond, (rate) => rate),
    bytes(limits.readBytesPerSecond, (rate) => t("{rate} read", { rate })),
    bytes(limits.writeBytesPerSecond, (rate) => t("{rate} written", { rate })),
    operations(limits.opsPerSecond, (rate) => t("{rate} operations/s", { rate })),
    operations(limits.readOpsPerSecond, (rate) => t("{rate} reads/s", { rate })),
    operations(limits.writeOpsPerSecond, (rate) => t("{rate} writes/s", { rate })),
  ].flat();
}
