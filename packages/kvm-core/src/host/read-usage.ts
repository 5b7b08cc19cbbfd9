import { existsSync, readdirSync, readFileSync } from "node:fs";

/** USER_HZ of x86-64: what /proc/stat counts in. */
const ticksPerSecond = 100;

/** How busy the host is. Counters since it booted. */
export interface HostUsage {
  readonly cpuBusySeconds: number;
  readonly memoryTotalBytes: number;
  readonly memoryUsedBytes: number;
  readonly load: number;
  readonly cpus: number;
}

/**
 * Reads /proc/stat, /proc/meminfo and /proc/loadavg, without a detour over the thread pool: the kernel makes them up from
 * memory. @returns undefined when one of them does not say what it should.
 */
export function readHostUsage(): HostUsage | undefined {
  const [stat, meminfo, loadavg] = ["stat", "meminfo", "loadavg"].map(readProc);
  if (stat === undefined || meminfo === undefined || loadavg === undefined) return undefined;
  // Of the first line: user, nice, system; then idle and iowait, which are not work; irq, softirq. Guests count as user.
  const [user, nice, system, , , irq, softirq] = stat
    .slice(5, stat.indexOf("\n"))
    .trim()
    .split(/\s+/)
    .map(Number);
  const [total, available] = ["MemTotal", "MemAvailable"].map((name) => kibibytes(meminfo, name));
  const busy = (user ?? Number.NaN) + (nice ?? 0) + (system ?? 0) + (irq ?? 0) + (softirq ?? 0);
  const load = Number.parseFloat(loadavg);
  if (total === undefined || available === undefined || Number.isNaN(busy + load)) return undefined;
  return {
    cpuBusySeconds: busy / ticksPerSecond,
    memoryTotalBytes: total,
    memoryUsedBytes: total - available,
    load,
    cpus: stat.match(/^cpu\d+ /gm)?.length ?? 1,
  };
}

/** The counters of every network interface as the kernel shows them to this process; empty where it does not. */
export function readNetDev(): string {
  return readProc("net/dev") ?? "";
}

/**
 * The interfaces by which the host itself is connected: its devices; where it has none, as in a container, all that are
 * neither loopback, bridge nor tap.
 */
export function ownInterfaces(): string[] {
  const below = (name: string, part: string) => existsSync(`/sys/class/net/${name}/${part}`);
  const all = listInterfaces().filter((name) => name !== "lo");
  const devices = all.filter((name) => below(name, "device"));
  if (devices.length > 0) return devices;
  return all.filter((name) => !below(name, "bridge") && !below(name, "tun_flags"));
}

/** Bytes that these interfaces received and sent together. */
export function trafficOf(
  netDev: string,
  interfaces: readonly string[],
): { receivedBytes: number; sentBytes: number } {
  let [receivedBytes, sentBytes] = [0, 0];
  for (const line of netDev.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0 || !interfaces.includes(line.slice(0, colon).trim())) continue;
    const figures = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    receivedBytes += Number(figures[0]);
    sentBytes += Number(figures[8]);
  }
  return { receivedBytes, sentBytes };
}

function listInterfaces(): string[] {
  try {
    return readdirSync("/sys/class/net");
  } catch {
    return [];
  }
}

function readProc(name: string): string | undefined {
  try {
    return readFileSync(`/proc/${name}`, "utf8");
  } catch {
    return undefined;
  }
}

function kibibytes(meminfo: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(meminfo)?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}
