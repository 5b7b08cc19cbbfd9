import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";

/** A process that cannot be mistaken for a later one with the same pid: `startTicks` is field 22 of /proc/PID/stat. */
export const processIdentitySchema = z.strictObject({ pid: z.int().positive(), startTicks: z.string() });
/** See {@link processIdentitySchema}. */
export type ProcessIdentity = z.output<typeof processIdentitySchema>;

/** Who has this pid now; undefined when nobody has, or only a process that is dead and not yet waited for. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in parentheses may itself hold spaces and parentheses: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startTicks = fields[19];
  if (startTicks === undefined || fields[0] === "Z" || fields[0] === "X") return undefined;
  return { pid, startTicks };
}

/** Whether exactly this process still lives. */
export async function lives(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.startTicks === identity.startTicks;
}

const lookEveryMs = 25;

/** Asks a process that is not our child to end, and insists after `patienceMs`. Returns when it is gone. */
export async function endProcess(identity: ProcessIdentity, patienceMs: number): Promise<void> {
  const insistAt = Date.now() + patienceMs;
  let signal: NodeJS.Signals = "SIGTERM";
  send(identity.pid, signal);
  while (await lives(identity)) {
    await delay(lookEveryMs);
    if (signal === "SIGKILL" || Date.now() < insistAt) continue;
    signal = "SIGKILL";
    send(identity.pid, signal);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
