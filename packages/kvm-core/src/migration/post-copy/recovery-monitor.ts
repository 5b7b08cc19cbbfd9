import { constants, existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { GantryError } from "../../model/error.ts";
import type { ProcessPaths } from "../../state-dir/index.ts";

/** A command as QMP writes it. */
type Command =
  | { readonly execute: "qmp_capabilities"; readonly arguments: { readonly enable: readonly ["oob"] } }
  | { readonly "exec-oob": "migrate-pause" }
  | { readonly "exec-oob": "migrate-recover"; readonly arguments: { readonly uri: string } };

/**
 * Greets the recovery monitor of a process that waits for a guest. Done once, while QEMU's main loop is free: from then on
 * whatever agent comes may send it commands past QEMU's queue. On a socket each client would have to greet anew, and QEMU
 * 7.2 takes a greeting in its main loop, which may be waiting for a page that nobody sends any more.
 *
 * @param path without `.in`.
 */
export async function greetRecoveryMonitor(path: string): Promise<void> {
  await throwIn(path, [{ execute: "qmp_capabilities", arguments: { enable: ["oob"] } }]);
}

/** Whether the process with these paths was started with one. */
export function hasRecoveryMonitor({ recoveryMonitor }: Pick<ProcessPaths, "recoveryMonitor">): boolean {
  return existsSync(`${recoveryMonitor}.in`);
}

/** Asks a process whose stream was cut to listen at `uri`, past its queue. Nobody hears what it says to that. */
export async function askToListen(path: string, uri: string): Promise<void> {
  await throwIn(path, [
    // Of one that has not noticed yet; refused in every other state.
    { "exec-oob": "migrate-pause" },
    { "exec-oob": "migrate-recover", arguments: { uri } },
  ]);
}

/** @throws GantryError `qemu_failed` when no QEMU reads there. */
async function throwIn(path: string, commands: readonly Command[]): Promise<void> {
  const lines = commands.map((command) => `${JSON.stringify(command)}\n`).join("");
  try {
    // Names in there are QEMU's own: none is followed. Without O_NONBLOCK this would wait for a reader.
    const { O_WRONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
    await using fifo = await open(`${path}.in`, O_WRONLY | O_NONBLOCK | O_NOFOLLOW);
    if (!(await fifo.stat()).isFIFO()) throw new Error("It is no FIFO.");
    // Shorter than PIPE_BUF: goes in as a whole, or not at all.
    await fifo.write(lines);
  } catch (cause) {
    throw new GantryError("qemu_failed", {
      message: `No QEMU takes commands at ${path}.`,
      hint: "If its process has ended, the instance can be started.",
      cause,
    });
  }
}
