import { closeSync, openSync, read, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

const readLater = promisify(read);
/** Most command lines are shorter. */
const partBytes = 4096;

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
  const pids = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter(hasMemory);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const qemu = readCommandLine(await commandLineOf(pid), runDir);
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

/**
 * Empty when the process has ended. Only the reading itself is left to the thread pool: all else would take longer on the
 * way there and back than in the kernel, for each of some hundred processes.
 */
async function commandLineOf(pid: number): Promise<string> {
  let fd: number;
  try {
    fd = openSync(`/proc/${pid}/cmdline`, "r");
  } catch {
    return "";
  }
  try {
    const parts: Buffer[] = [];
    for (;;) {
      const { bytesRead, buffer } = await readLater(fd, Buffer.allocUnsafe(partBytes), 0, partBytes, null);
      parts.push(buffer.subarray(0, bytesRead));
      if (bytesRead < partBytes) return Buffer.concat(parts).toString();
    }
  } catch {
    return "";
  } finally {
    closeSync(fd);
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
