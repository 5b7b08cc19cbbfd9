import { readdir, readFile } from "node:fs/promises";

/** Nanoseconds that all threads of a process have run, exact: /proc/PID/stat only counts whole ticks of 10 ms. */
export async function processorNanoseconds(pid: number): Promise<bigint> {
  let sum = 0n;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8");
    sum += BigInt(text.split(" ")[0] ?? "0");
  }
  return sum;
}
