import { readFileSync } from "node:fs";

/**
 * The fields of /proc/PID/stat from the third, the state, on; undefined when there is no such process.
 *
 * Read without a detour over the thread pool: the kernel makes this file up from memory and takes no lock that a
 * process could hold, and a host of hundreds of instances reads it hundreds of times when it is opened or looked at.
 */
export function readProcessStat(pid: number): readonly string[] | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The command name stands in parentheses and may itself hold spaces and parentheses: count from the last one.
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
