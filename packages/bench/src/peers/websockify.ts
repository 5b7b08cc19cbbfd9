import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../agent/free-port.ts";

const run = promisify(execFile);

/** Debian's websockify in front of a Unix socket: what most consoles in a browser are built on. */
export class Websockify implements AsyncDisposable {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  /** Undefined where it is not installed and cannot be. */
  static async start(serialSocket: string, signal: AbortSignal): Promise<Websockify | undefined> {
    if (!(await isInstalled()) && !(await install())) return undefined;
    const port = await freePort();
    const args = [`--unix-target=${serialSocket}`, `127.0.0.1:${port}`];
    // A group of its own: it forks a process for each connection.
    const process = spawn("websockify", args, { stdio: "ignore", detached: true });
    await once(process, "spawn");
    const websockify = new Websockify(process, `ws://127.0.0.1:${port}`);
    try {
      await untilItListens(port, signal);
    } catch (error) {
      await websockify[Symbol.asyncDispose]();
      throw error;
    }
    return websockify;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const exited = once(this.#process, "exit");
    process.kill(-pid, "SIGKILL");
    await exited;
  }
}

async function isInstalled(): Promise<boolean> {
  return await run("websockify", ["--help"]).then(
    () => true,
    () => false,
  );
}

async function install(): Promise<boolean> {
  const args = ["install", "-y", "--no-install-recommends", "websockify"];
  const installing =
    process.getuid?.() === 0 ? run("apt-get", args) : run("sudo", ["-n", "apt-get", ...args]);
  await installing.catch(() => undefined);
  return await isInstalled();
}

async function untilItListens(port: number, signal: AbortSignal): Promise<void> {
  for (const deadline = performance.now() + 20_000; performance.now() < deadline; await delay(20)) {
    signal.throwIfAborted();
    const socket = createConnection(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch {
      // Not yet.
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`websockify did not listen on port ${port}.`);
}
