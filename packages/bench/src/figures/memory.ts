import { readFile } from "node:fs/promises";

/** Proportional set size of a process in MiB: pages that several processes share count in parts. */
export async function proportionalMiB(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
  if (kibibytes === undefined) throw new Error(`The kernel tells no PSS of process ${pid}.`);
  return Number(kibibytes) / 1024;
}
