import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/error.ts";
import { isAlive, isIncarnation, type ProcessIdentity } from "./identity.ts";

/** How often /proc is asked while we wait for a process, in milliseconds: most are gone within the first few. */
const askEveryMs = { atFirst: 1, later: 10 };
/** How often it is asked at first. */
const firstQuestions = 50;

/** Resolves when the process is gone. */
export async function waitUntilGone(identity: ProcessIdentity, signal?: AbortSignal): Promise<void> {
  for (let asked = 0; await isAlive(identity); asked += 1) {
    const pause = asked < firstQuestions ? askEveryMs.atFirst : askEveryMs.later;
    await delay(pause, undefined, signal === undefined ? {} : { signal });
  }
}

/**
 * Kills exactly this process and waits until it is gone. A foreign process that got the same pid is never signalled.
 *
 * @throws GantryError `qemu_failed` when it does not go away (a process in uninterruptible sleep).
 */
export async function killProcess(identity: ProcessIdentity, incarnation: string): Promise<void> {
  if (await isIncarnation(identity, incarnation)) sendKill(identity.pid);
  const limit = AbortSignal.timeout(10_000);
  try {
    await waitUntilGone(identity, limit);
  } catch (error) {
    if (!limit.aborted) throw error;
    throw new GantryError("qemu_failed", {
      message: `QEMU process ${identity.pid} did not end although it was killed; the kernel holds it, most likely in a disk access.`,
      hint: "Look at the storage of its disks; the process ends when the kernel lets it.",
      details: { pid: identity.pid },
    });
  }
}

function sendKill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It ended between the check and the signal.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
