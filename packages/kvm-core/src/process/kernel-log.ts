import { closeSync, constants, openSync, readSync } from "node:fs";
import { type ProcessIdentity, ticksPerSecond } from "./identity.ts";

/** The kernel hands out one record per read, and none is longer (CONSOLE_EXT_LOG_MAX). */
const longestRecord = 8192;

/** What the kernel did to a process, one sentence for people. */
export type KernelVerdict = string;

/**
 * What the kernel's log says about the end of a process: killed for want of memory, stopped by its own sandbox, or a fault
 * of its own. Undefined when it says nothing. Records from before the process started speak of another one.
 *
 * @param log records as /dev/kmsg gives them, one a line: `<level>,<number>,<microseconds since boot>,<flags>;<text>`.
 */
export function findVerdict(
  log: string,
  { pid, startTicks }: Pick<ProcessIdentity, "pid" | "startTicks">,
): KernelVerdict | undefined {
  const startedAt = (Number(startTicks) / ticksPerSecond) * 1_000_000;
  for (const record of log.split("\n").toReversed()) {
    const [, microseconds, text] = /^\d+,\d+,(\d+),[^;]*;(.*)$/.exec(record) ?? [];
    if (microseconds === undefined || text === undefined || Number(microseconds) < startedAt) continue;
    const verdict = verdictIn(text, pid);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

function verdictIn(text: string, pid: number): KernelVerdict | undefined {
  if (text.includes(`ut of memory: Killed process ${pid} `)) {
    return text.startsWith("Memory cgroup")
      ? "the kernel killed it because its memory cgroup had no memory left"
      : "the kernel killed it because the host had no memory left";
  }
  if (text.includes("type=1326") && text.includes(` pid=${pid} `)) {
    const syscall = / syscall=(\d+) /.exec(text)?.[1] ?? "unknown";
    return `its sandbox stopped it for system call ${syscall}, which QEMU must not make`;
  }
  if (text.includes(`[${pid}]: segfault at `)) return "it accessed memory that is not its own";
  return undefined;
}

/** What ends of processes are spoken of with: the rest of the log is not kept. */
const ofAnEnd = /ut of memory: Killed process |type=1326|: segfault at /;
/** Of these records the newest are kept. */
const recordsKept = 200;

/**
 * The kernel's log of how processes ended, as far back as the kernel keeps it; empty where it may not be read
 * (`kernel.dmesg_restrict`, containers). The whole of it is read once, some 10 ms; then only what is new.
 */
export class KernelLog implements Disposable {
  #fd: number | undefined;
  #records: string[] = [];

  /** Every record that speaks of an end, one a line, for {@link findVerdict}. Never throws. */
  read(): string {
    try {
      this.#fd ??= openSync("/dev/kmsg", constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      return "";
    }
    const found = newRecords(this.#fd).filter((record) => ofAnEnd.test(record));
    this.#records = [...this.#records, ...found].slice(-recordsKept);
    return this.#records.join("\n");
  }

  [Symbol.dispose](): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** Some 5 µs a record: quicker than one trip through the thread pool each. */
function newRecords(fd: number): string[] {
  const records: string[] = [];
  const buffer = Buffer.alloc(longestRecord);
  for (;;) {
    const record = readRecord(fd, buffer);
    if (record === "end") return records;
    records.push(record);
  }
}

function readRecord(fd: number, buffer: Buffer): string {
  try {
    // A record's first line; those that follow it, indented, name a device.
    return buffer.toString("utf8", 0, readSync(fd, buffer)).split("\n", 1)[0] ?? "";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EAGAIN") return "end";
    // The kernel has overwritten it meanwhile; the next read goes on with the oldest there is.
    if (code === "EPIPE") return "";
    throw error;
  }
}
