import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A QEMU process of this host, as its command line tells. */
export interface FoundQemu {
  readonly pid: number;
  readonly incarnation: string;
  readonly uuid: string | undefined;
  /** Where its sockets lie, or lay. */
  readonly processDir: string;
  readonly taps: readonly string[];
}

/** Every QEMU process whose files lie below `runDir`, whether a record speaks of it or not. */
export async function qemusBelow(runDir: string): Promise<FoundQemu[]> {
  const pids = (await readdir("/proc"))
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter(hasMemory);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      const qemu = readCommandLine(commandLine, runDir);
      return qemu === undefined ? [] : [{ pid, ...qemu }];
    }),
  );
  return found.flat();
}

/**
 * Whether the process has an address space of its own, and with it a command line: kernel threads, half of what is in /proc,
 * have none. Read without a detour over the thread pool, unlike a command line, which a process can hold back: the kernel
 * takes no lock for this file.
 */
function hasMemory(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/statm`, "utf8").startsWith("0 ");
  } catch {
    return false;
  }
}

/** What a command line of ours tells; undefined when it is not one, or one of another run directory. */
export function readCommandLine(commandLine: string, runDir: string): Omit<FoundQemu, "pid"> | undefined {
  // The path stands in QEMU's own option, where commas are doubled.
  const [, incarnation, escaped] =
    /\0socket,id=monitor-([0-9a-f]{16}),path=((?:[^,\0]|,,)*)/.exec(commandLine) ?? [];
  if (incarnation === undefined || escaped === undefined) return undefined;
  const processDir = dirname(escaped.replaceAll(",,", ","));
  if (!processDir.startsWith(`${runDir}/`)) return undefined;
  return {
    incarnation,
    uuid: /\0-uuid\0([0-9a-f-]{36})\0/.exec(commandLine)?.[1],
    processDir,
    taps: [...commandLine.matchAll(/"ifname":"([a-z0-9]+)"/g)].flatMap(([, tap]) => tap ?? []),
  };
}
