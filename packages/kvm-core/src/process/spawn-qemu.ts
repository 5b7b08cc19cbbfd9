import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import type { Account } from "../model/account.ts";
import { GantryError } from "../model/error.ts";
import type { ExitStatus } from "./explain-end.ts";
import { type ProcessIdentity, readIdentity } from "./identity.ts";
import { lastWords } from "./last-words.ts";

/** A QEMU process that we started ourselves. */
export interface SpawnedQemu {
  readonly identity: ProcessIdentity;
  /** Resolves when the process is gone, with its exit code or signal. */
  readonly exited: Promise<ExitStatus>;
}

/**
 * Starts QEMU in a session of its own, its output appended to a log file, so that it outlives us. `-daemonize` is never
 * used: QEMU's sandbox with `spawn=deny` kills the fork it does (SIGSYS, QEMU 7.2).
 *
 * @throws GantryError `qemu_missing` when the binary cannot be run, `qemu_failed` when it ended at once.
 */
export async function spawnQemu(options: {
  readonly binary: string;
  readonly argv: readonly string[];
  readonly logFile: string;
  /** As whom, when not as ourselves. */
  readonly account?: Account | undefined;
}): Promise<SpawnedQemu> {
  await using log = await open(options.logFile, "a", 0o600);
  const child = spawn(options.binary, [...options.argv], {
    detached: true,
    cwd: "/",
    stdio: ["ignore", log.fd, log.fd],
    // Before QEMU is executed, and without any further group. Its own -runas is killed by its sandbox (SIGSYS, QEMU 7.2).
    ...options.account,
  });
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  try {
    await once(child, "spawn");
  } catch (error) {
    throw new GantryError("qemu_missing", {
      message: `QEMU could not be run: ${options.binary}: ${error instanceof Error ? error.message : String(error)}.`,
      hint: "Install qemu-system-x86, or set GANTRY_QEMU to the binary.",
      details: { binary: options.binary },
      cause: error,
    });
  }
  child.unref();
  const identity = child.pid === undefined ? undefined : await readIdentity(child.pid);
  if (identity === undefined) {
    throw new GantryError("qemu_failed", {
      message: `QEMU ended as soon as it was started: ${await lastWords(options.logFile)}`,
      hint: "QEMU's own words say what it missed; its log has the rest.",
      details: { log: options.logFile },
    });
  }
  return { identity, exited };
}
