import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { ByHandMonitor } from "./by-hand-monitor.ts";

const run = promisify(execFile);

/** A command line with the places that are its own. */
export interface ByHandCommand {
  readonly argv: readonly [string, ...string[]];
  readonly monitor: string;
  readonly serialSocket: string;
}

/**
 * The command line by which the agent would start the instance, as given out by `instances.commandLine`; only its
 * directories are others. What QEMU expects to find there is made here, before any clock runs.
 */
export async function sameCommand(
  agent: BenchAgent,
  instance: string,
  below: string,
): Promise<ByHandCommand> {
  const [binary, ...args] = await agent.calls.commandLine(instance);
  const directory = await mkdtemp(join(below, "h"));
  const monitor = pathIn(args, /^socket,id=monitor-[0-9a-f]+,path=([^,]+)/);
  const serial = pathIn(args, /^pipe,id=serial-0,path=([^,]+)/);
  const log = pathIn(args, /^pipe,id=serial-0,.*logfile=([^,]+)/);
  const moved = args.map((arg) =>
    arg
      .replaceAll(`${dirname(monitor)}/`, `${directory}/`)
      .replaceAll(`${dirname(log)}/`, `${directory}/log/`),
  );
  await mkdir(join(directory, "log"));
  const endpoint = serial.replace(dirname(serial), directory);
  await run("mkfifo", [`${endpoint}.in`]);
  await symlink("/dev/null", `${endpoint}.out`);
  return {
    argv: [binary, ...moved],
    monitor: monitor.replace(dirname(monitor), directory),
    serialSocket: join(directory, "serial.sock"),
  };
}

/** The same machine with the serial port as most tools set it up: a socket that whoever connects must drain. */
export function withSerialSocket(command: ByHandCommand): ByHandCommand {
  const chardev = `socket,id=serial-0,path=${command.serialSocket},server=on,wait=off`;
  const [binary, ...args] = command.argv;
  return {
    ...command,
    argv: [binary, ...args.map((arg) => (arg.startsWith("pipe,id=serial-0,") ? chardev : arg))],
  };
}

/** A QEMU that was started without Gantry. */
export class ByHandQemu implements AsyncDisposable {
  readonly monitor: ByHandMonitor;
  readonly serialSocket: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, monitor: ByHandMonitor, serialSocket: string) {
    this.#process = process;
    this.monitor = monitor;
    this.serialSocket = serialSocket;
  }

  /** Spawns it; its CPUs do not run yet. */
  static async spawn(
    { argv, monitor, serialSocket }: ByHandCommand,
    signal: AbortSignal,
  ): Promise<ByHandQemu> {
    const [binary, ...args] = argv;
    const process = spawn(binary, args, { stdio: ["ignore", "ignore", "inherit"] });
    try {
      return new ByHandQemu(process, await ByHandMonitor.open(monitor, signal), serialSocket);
    } catch (error) {
      process.kill("SIGKILL");
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.monitor[Symbol.dispose]();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exited;
  }
}

function pathIn(args: readonly string[], pattern: RegExp): string {
  for (const arg of args) {
    const found = pattern.exec(arg)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`No option of the command line fits ${pattern.source}.`);
}
