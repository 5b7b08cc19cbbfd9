import { spawn } from "node:child_process";
import { once } from "node:events";
import type { FileHandle } from "node:fs/promises";
import { GantryError } from "../model/index.ts";

/** Whom qemu-img is when we are root: nobody has files of that uid. */
export interface ConfinedAccount {
  readonly uid: number;
  readonly gid: number;
}

/** A run of qemu-img on a file that a stranger made. */
export interface ConfinedRun {
  /** Descriptors 3 and following; `/proc/self/fd/3` in `args` is the first. No other file is needed. */
  readonly files: readonly FileHandle[];
  /** Undefined: as this process, which is not root. */
  readonly account: ConfinedAccount | undefined;
  /** Most bytes that a file may have that it writes. */
  readonly mostFileBytes: number;
  readonly signal: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

/** How it ended. */
export interface ConfinedEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of address space. A conversion takes 300 MiB with QEMU 7.2; a header that asks for more gets nothing. */
const mostMemoryBytes = 2 * 1024 ** 3;
/** Of processor time: 1 TiB at 300 MiB/s. */
const mostSeconds = 3600;
/** Of what is printed; the rest is not kept. */
const mostOutput = 256 * 1024;

/**
 * Runs qemu-img on what a stranger made, so that a fault in it harms little: with the two descriptors it needs, as an account
 * that owns nothing (when we are root), without capabilities or a way to gain them, without a core dump, and with limits on
 * memory, time and the size of files. Formats and files are named in `args` as JSON, so it probes nothing and follows nothing.
 *
 * @throws GantryError `qemu_missing` when a program for it is not there; `cancelled`.
 */
export async function confinedQemuImg(args: readonly string[], run: ConfinedRun): Promise<ConfinedEnd> {
  const [program, ...rest] = commandFor(args, run);
  const child = spawn(program, rest, {
    stdio: ["ignore", "pipe", "pipe", ...run.files.map(({ fd }) => fd)],
    signal: run.signal,
    killSignal: "SIGKILL",
  });
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (data: Buffer) => {
    const text = data.toString();
    run.onOutput?.(text);
    if (stdout.length < mostOutput) stdout += text;
  });
  child.stderr?.on("data", (data: Buffer) => {
    if (stderr.length < mostOutput) stderr += data.toString();
  });
  try {
    await once(child, "close");
  } catch (cause) {
    throw run.signal.aborted ? cancelled() : missing(cause);
  }
  return { code: child.exitCode, stdout, stderr };
}

function commandFor(args: readonly string[], { account, mostFileBytes }: ConfinedRun): [string, ...string[]] {
  const identity =
    account === undefined
      ? []
      : [
          "--reuid",
          String(account.uid),
          "--regid",
          String(account.gid),
          "--clear-groups",
          "--bounding-set=-all",
        ];
  return [
    "prlimit",
    `--as=${mostMemoryBytes}`,
    `--cpu=${mostSeconds}`,
    `--fsize=${mostFileBytes}`,
    "--core=0",
    "setpriv",
    ...identity,
    "--no-new-privs",
    "--inh-caps=-all",
    // Its words are read.
    "env",
    "LC_ALL=C",
    "qemu-img",
    ...args,
  ];
}

function missing(cause: unknown): GantryError {
  return new GantryError("qemu_missing", {
    message: `An image cannot be examined: ${cause instanceof Error ? cause.message : String(cause)}.`,
    hint: "Install qemu-img and prlimit (Debian: apt-get install qemu-utils util-linux).",
    cause,
  });
}

function cancelled(): GantryError {
  return new GantryError("cancelled", {
    message: "The image was not taken in: that was cancelled.",
    hint: "Nothing of it is left; try again whenever it suits.",
  });
}
