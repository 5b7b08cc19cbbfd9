import { readFile } from "node:fs/promises";

/** Memory of the host, in MiB. */
export interface HostMemory {
  readonly totalMiB: number;
  /** What new programs could use without swapping: the kernel's own estimate, page cache included. */
  readonly availableMiB: number;
  readonly hugePages: { readonly total: number; readonly free: number; readonly sizeKiB: number };
}

/** Reads /proc/meminfo. */
export async function readMemory(): Promise<HostMemory> {
  const fields = parseFields(await readFile("/proc/meminfo", "utf8"));
  const number = (name: string): number => Number.parseInt(fields.get(name) ?? "0", 10);
  return {
    totalMiB: Math.floor(number("MemTotal") / 1024),
    availableMiB: Math.floor(number("MemAvailable") / 1024),
    hugePages: {
      total: number("HugePages_Total"),
      free: number("HugePages_Free"),
      sizeKiB: number("Hugepagesize"),
    },
  };
}

/** Processor of the host, as its first CPU describes itself. */
export interface HostCpu {
  readonly model: string;
  readonly flags: readonly string[];
  /** CPUs online. */
  readonly count: number;
}

/** Reads /proc/cpuinfo. */
export async function readCpu(): Promise<HostCpu> {
  const text = await readFile("/proc/cpuinfo", "utf8");
  const first = parseFields(text.split("\n\n")[0] ?? "");
  return {
    model: first.get("model name") ?? "unknown",
    flags: (first.get("flags") ?? "")
      .split(" ")
      .filter((flag) => flag !== "")
      .sort(),
    count: text.match(/^processor\s*:/gm)?.length ?? 1,
  };
}

/** Load over 1, 5 and 15 minutes, from /proc/loadavg. */
export async function readLoad(): Promise<[number, number, number]> {
  const [one = "0", five = "0", fifteen = "0"] = (await readFile("/proc/loadavg", "utf8")).split(" ");
  return [Number(one), Number(five), Number(fifteen)];
}

/**
 * Memory that a process holds for itself, in MiB: its proportional share, so that pages shared by many QEMU processes
 * count once. 0 for a process that has gone.
 */
export async function readProcessMemoryMiB(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number.parseInt(parseFields(rollup).get("Pss") ?? "0", 10) / 1024;
}

/** The id the kernel drew when this host booted. */
export async function readBootId(): Promise<string> {
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}

function parseFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return fields;
}
