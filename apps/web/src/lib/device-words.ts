import type { DiskLimits, DiskSpec, NicSpec } from "@gantry/kvm-core/model";
import { formatRate } from "./format.ts";

/** What a disk has beside source, format and bus, in words: its limits, and the image it is linked to. */
export function diskExtras({ limits, backing }: Pick<DiskSpec, "limits" | "backing">): string[] {
  const most = limits === undefined ? [] : limitWords(limits);
  return [
    most.length === 0 ? [] : `at most ${most.join(", ")}`,
    backing === undefined ? [] : `linked to ${backing.file}`,
  ].flat();
}

/** The same of an interface: size of packets, rates, address. */
export function nicExtras({ mtu, rate, ip }: Pick<NicSpec, "mtu" | "rate" | "ip">): string[] {
  const most = [
    rate?.receiveMbit === undefined ? [] : `${rate.receiveMbit} Mbit/s received`,
    rate?.transmitMbit === undefined ? [] : `${rate.transmitMbit} Mbit/s sent`,
  ].flat();
  return [
    mtu === undefined ? [] : `MTU ${mtu}`,
    most.length === 0 ? [] : `at most ${most.join(", ")}`,
    ip === undefined ? [] : `address ${ip}`,
  ].flat();
}

function limitWords(limits: DiskLimits): string[] {
  const bytes = (rate: number | undefined, what: string) =>
    rate === undefined ? [] : `${formatRate(rate)}${what}`;
  const operations = (rate: number | undefined, what: string) =>
    rate === undefined ? [] : `${rate} ${what}/s`;
  return [
    bytes(limits.bytesPerSecond, ""),
    bytes(limits.readBytesPerSecond, " read"),
    bytes(limits.writeBytesPerSecond, " written"),
    operations(limits.opsPerSecond, "operations"),
    operations(limits.readOpsPerSecond, "reads"),
    operations(limits.writeOpsPerSecond, "writes"),
  ].flat();
}
