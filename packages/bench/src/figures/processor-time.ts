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

/** Seconds that a process and all it has forked have run. */
export async function processorSecondsOfAll(pid: number): Promise<number> {
  let sum = Number(await processorNanoseconds(pid)) / 1e9;
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const children = await readFile(`/proc/${pid}/task/${thread}/children`, "utf8");
    for (const child of children.split(" ").filter((word) => word !== ""))
      sum += await processorSecondsOfAll(Number(child));
  }
  return sum;
}
