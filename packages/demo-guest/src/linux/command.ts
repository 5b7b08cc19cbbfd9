import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { DemoGuestError } from "../demo-guest-error.ts";

/** One run of a program of the system. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly directory?: string;
  /** Receives what the program writes to file descriptor 3. */
  readonly onStatus?: (text: string) => void;
}

/**
 * Runs a program to its end and returns what it printed.
 *
 * @throws DemoGuestError `file_missing` if there is no such program, `internal` with the end of its error output if it
 *   fails; the reason of `signal` if that aborts, after the program has ended.
 */
export async function runCommand(command: Command, signal: AbortSignal | undefined): Promise<string> {
  signal?.throwIfAborted();
  const child = spawn(command.program, command.args, {
    cwd: command.directory,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    signal,
  });
  const status = child.stdio[3];
  if (status instanceof Readable)
    status.setEncoding("utf8").on("data", (chunk) => command.onStatus?.(String(chunk)));
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const closed = once(child, "close").catch(() => once(child, "close"));
  const [output, errors] = await Promise.all([readAll(child.stdout), readAll(child.stderr), closed]);
  signal?.throwIfAborted();
  if (failure !== undefined) throw startError(command, failure);
  if (child.exitCode === 0) return output;
  const last = errors.trim().split("\n").slice(-3).join(" ");
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  throw new DemoGuestError(
    "internal",
    `${command.program} failed (${how}): ${last || "it gave no reason."}`,
    {
      hint: `To see it fail: ${[command.program, ...command.args].join(" ")}`,
    },
  );
}

async function readAll(stream: Readable | null): Promise<string> {
  return stream === null ? "" : await text(stream);
}

function startError({ program }: Command, cause: unknown): DemoGuestError {
  const absent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return new DemoGuestError(
    absent ? "file_missing" : "internal",
    absent ? `There is no program ${program}.` : `${program} could not be started: ${String(cause)}`,
    { hint: `Install ${program}, or look at why it cannot be started.`, cause },
  );
}
