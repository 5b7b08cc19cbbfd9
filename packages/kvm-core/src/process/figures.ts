import { readFile } from "node:fs/promises";

/** Clock ticks per second of /proc; fixed to 100 on every Linux architecture that runs QEMU with KVM. */
const ticksPerSecond = 100;

/** CPU seconds used so far (user and system) and resident memory in bytes; undefined when the process is gone. */
export async function readProcessFigures(
  pid: number,
): Promise<{ cpuSeconds: number; residentBytes: number } | undefined> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined),
    readFile(`/proc/${pid}/status`, "utf8").catch(() => undefined),
  ]);
  if (stat === undefined || status === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return { cpuSeconds: ticks / ticksPerSecond, residentBytes: Number(resident ?? 0) * 1024 };
}
