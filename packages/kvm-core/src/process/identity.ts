import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { readProcessStat } from "./process-stat.ts";

/** Clock ticks per second of /proc; fixed to 100 on every Linux architecture that runs QEMU with KVM. */
export const ticksPerSecond = 100;

/** Which process, beyond doubt as far as /proc can tell: the pid alone may have been reused. */
export interface ProcessIdentity {
  readonly bootId: string;
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks after boot at which it started. Text, because it may exceed 2^53. */
  readonly startTicks: string;
}

/** The id the kernel gave to this boot of the host. */
export async function readBootId(): Promise<string> {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** The identity of a live process; undefined when there is none, or only a zombie that nobody has waited for. */
export async function readIdentity(pid: number): Promise<ProcessIdentity | undefined> {
  const fields = readProcessStat(pid);
  const state = fields?.[0];
  const startTicks = fields?.[19];
  if (startTicks === undefined || state === "Z" || state === "X") return undefined;
  return { bootId: await readBootId(), pid, startTicks };
}

/** When a process started, to a hundredth of a second, by the host's present clock. */
export async function startedAt({ startTicks }: Pick<ProcessIdentity, "startTicks">): Promise<Date> {
  const [uptime = "0"] = (await readFile("/proc/uptime", "utf8")).split(" ");
  return new Date(Date.now() - Number(uptime) * 1000 + (Number(startTicks) / ticksPerSecond) * 1000);
}

/** Whether exactly this process still lives. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const present = await readIdentity(identity.pid);
  return (
    present !== undefined && present.startTicks === identity.startTicks && present.bootId === identity.bootId
  );
}

/**
 * Whether this process lives and carries the incarnation in its command line. The start time has the resolution of a
 * clock tick, in which a pid can be reused; the random incarnation cannot.
 */
export async function isIncarnation(identity: ProcessIdentity, incarnation: string): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  const commandLine = await readFile(`/proc/${identity.pid}/cmdline`, "utf8").catch(() => "");
  return commandLine.includes(incarnation);
}
