import { readdir, readFile } from "node:fs/promises";

/** Nanoseconds that all threads of a process have run, exact: /proc/PID/stat only counts whole ticks of 10 ms. */
export async function processorNanoseconds(pid: number): Promise<bigint> {
  let sum = 0n;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    // A thread may end while the others are asked.
    const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0");
    sum += BigInt(text.split(" ")[0] ?? "0");
  }
  return sum;
}

/** Seconds that a process and those it has forked have run; those that have ended meanwhile do not count. */
export async function processorSecondsOfAll(pid: number): Promise<number> {
  let sum = Number(await processorNanoseconds(pid)) / 1e9;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const children = await readFile(`/proc/${pid}/task/${thread}/children`, "utf8").catch(() => "");
    for (const child of children.split(" ").filter((word) => word !== ""))
      sum += await processorSecondsOfAll(Number(child)).catch(() => 0);
  }
  return sum;
}
