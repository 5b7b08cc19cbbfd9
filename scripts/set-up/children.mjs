import { spawn } from "node:child_process";
import { childEnvironment, root } from "./places.mjs";
import { Failure } from "./failure.mjs";

const keptOutput = 64 * 1024;
const graceMs = 5_000;

/**
 * The commands under way. Each runs in a process group of its own, so that ending one ends all it started, and
 * nothing outlives these scripts.
 */
export class Children {
  #groups = new Set();
  #ended = false;

  /**
   * Runs a command without standard input.
   *
   * @param {readonly string[]} command
   * @param {{ timeoutMs?: number, onLine?: (line: string) => void, env?: Record<string, string>, cwd?: string }} [options]
   * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} the end of what it printed, both streams
   */
  async run(command, { timeoutMs = 0, onLine, env = {}, cwd = root } = {}) {
    if (this.#ended) throw new Failure("Stopped.");
    const child = spawn(command[0], command.slice(1), {
      cwd,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...childEnvironment(), ...env },
    });
    const record = recordOutput(child, onLine);
    this.#groups.add(child);
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        endGroup(child);
      },
      timeoutMs > 0 ? timeoutMs : 2 ** 31 - 1,
    );
    try {
      const code = await exitCode(child);
      return { code, output: record.text(), timedOut };
    } finally {
      clearTimeout(timer);
      this.#groups.delete(child);
      // What a crashed command left behind in its group goes with it.
      signalGroup(child, "SIGKILL");
    }
  }

  /** Like `run`, but a command that does not end with 0 is a failure with `sentence` and its last lines. */
  async must(command, sentence, options) {
    const { code, output, timedOut } = await this.run(command, options);
    if (code === 0) return output;
    const why = timedOut ? "took too long and was ended" : `ended with status ${code}`;
    throw new Failure(`${sentence} (${command.join(" ")} ${why}.)`, { output: lastLines(output, 25) });
  }

  /** Ends everything under way; nothing new can be started. */
  endAll() {
    this.#ended = true;
    for (const child of this.#groups) endGroup(child);
  }
}

/** The last lines of a text. */
export function lastLines(text, count) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

function recordOutput(child, onLine) {
  let kept = "";
  let partial = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      kept = (kept + chunk).slice(-keptOutput);
      if (onLine === undefined) return;
      const lines = (partial + chunk).split("\n");
      partial = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    });
  }
  return { text: () => kept };
}

function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Failure(`Cannot run ${child.spawnfile}: ${error.message}.`)));
    // "exit" and not "close": a daemon that inherited our pipe must not hold us up.
    child.once("exit", (code, signal) => setImmediate(() => resolve(code ?? (signal === null ? 1 : 128))));
  });
}

function endGroup(child) {
  signalGroup(child, "SIGTERM");
  setTimeout(() => signalGroup(child, "SIGKILL"), graceMs).unref();
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended.
  }
}
