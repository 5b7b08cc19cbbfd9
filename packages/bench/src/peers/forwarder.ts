import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "../agent/free-port.ts";

const run = promisify(execFile);
const listensWithinMs = 20_000;
/** `st` of /proc/net/tcp: a socket that listens. */
const listening = "0A";

/** A program that forwards a Unix socket to a TCP port of loopback. */
export class Forwarder implements AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
    this.pid = process.pid ?? 0;
  }

  /** Debian's websockify: what most consoles in a browser are built on. Undefined where it is not installed. */
  static async websockify(path: string, signal: AbortSignal): Promise<Forwarder | undefined> {
    if (!(await isInstalled("websockify"))) return undefined;
    return await start((port) => ["websockify", `--unix-target=${path}`, `127.0.0.1:${port}`], signal);
  }

  /** Debian's socat: bytes from socket to socket, no WebSocket. Undefined where it is not installed. */
  static async socat(path: string, signal: AbortSignal): Promise<Forwarder | undefined> {
    if (!(await isInstalled("socat"))) return undefined;
    return await start(
      (port) => ["socat", `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr`, `UNIX-CONNECT:${path}`],
      signal,
    );
  }

  /** The least that can be written for it in Node. */
  static async bare(path: string, signal: AbortSignal): Promise<Forwarder> {
    const program = fileURLToPath(import.meta.resolve("./bare-bridge.ts"));
    return await start((port) => [process.execPath, program, path, String(port)], signal);
  }

  static async spawn(command: readonly [string, ...string[]], port: number): Promise<Forwarder> {
    const [binary, ...args] = command;
    // A group of its own: some fork a process for each connection.
    const process = spawn(binary, args, { stdio: "ignore", detached: true });
    await once(process, "spawn");
    return new Forwarder(process, port);
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  async untilItListens(signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + listensWithinMs;
    while (!(await isListening(this.port))) {
      signal.throwIfAborted();
      if (performance.now() > deadline) throw new Error(`Nobody listened on port ${this.port}.`);
      await delay(10);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const exited = once(this.#process, "exit");
    process.kill(-pid, "SIGKILL");
    await exited;
  }
}

async function start(
  command: (port: number) => readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<Forwarder> {
  const port = await freePort();
  const forwarder = await Forwarder.spawn(command(port), port);
  try {
    await forwarder.untilItListens(signal);
    return forwarder;
  } catch (error) {
    await forwarder[Symbol.asyncDispose]();
    throw error;
  }
}

/** By the kernel's list: a connection would already be forwarded. */
async function isListening(port: number): Promise<boolean> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = (await readFile("/proc/net/tcp", "utf8")).split("\n").map((line) => line.trim().split(/\s+/));
  return lines.some(([, local, , state]) => local?.endsWith(wanted) === true && state === listening);
}

async function isInstalled(command: string): Promise<boolean> {
  return await run("sh", ["-c", `command -v ${command}`]).then(
    () => true,
    () => false,
  );
}
