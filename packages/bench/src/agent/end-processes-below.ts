import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Kills every process whose command line names a path below `directory`, a directory of ours alone, and waits. */
export async function endProcessesBelow(directory: string): Promise<void> {
  for (;;) {
    const pids = await processesBelow(directory);
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
    await delay(10);
  }
}

async function processesBelow(directory: string): Promise<number[]> {
  const pids: number[] = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    // A zombie has an empty command line.
    const commandLine = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    if (commandLine.includes(`${directory}/`)) pids.push(Number(entry));
  }
  return pids;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
