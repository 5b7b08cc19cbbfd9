import { ticksPerSecond } from "./identity.ts";
import { readProcessStat } from "./process-stat.ts";

/** Of x86-64, on which alone we run QEMU. */
const pageBytes = 4096;

/** CPU seconds used so far (user and system) and resident memory in bytes; undefined when the process is gone. */
export function readProcessFigures(pid: number): { cpuSeconds: number; residentBytes: number } | undefined {
  const fields = readProcessStat(pid);
  if (fields === undefined) return undefined;
  const [user, system, residentPages] = [fields[11], fields[12], fields[21]].map(Number);
  if (user === undefined || system === undefined || residentPages === undefined) return undefined;
  return { cpuSeconds: (user + system) / ticksPerSecond, residentBytes: residentPages * pageBytes };
}
