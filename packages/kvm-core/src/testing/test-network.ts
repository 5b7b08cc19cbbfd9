import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

/**
 * A network namespace of a test's own, held by a process that ends with the scope. Whatever happens in it, the host's
 * network stays as it is. Works as root, and for others in a user namespace where the kernel allows that.
 */
export class TestNetwork implements AsyncDisposable {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** Makes an empty namespace: only loopback, down. */
  static async make(): Promise<TestNetwork> {
    const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
    // `cat` says that the namespace is there, and ends with us because its input does.
    const holder = spawn("unshare", [...user, "--net", "sh", "-c", "echo ready; exec cat"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    return new TestNetwork(holder);
  }

  /** What to put before a command, so that it runs in this network. */
  get prefix(): readonly string[] {
    const user = process.getuid?.() === 0 ? [] : ["--user", "--preserve-credentials"];
    return ["nsenter", "--target", String(this.#holder.pid), ...user, "--net", "--"];
  }

  /** Runs a program of iproute2 in this network. */
  readonly run = async (program: string, args: readonly string[]): Promise<string> => {
    const [command = "", ...rest] = [...this.prefix, program, ...args];
    const { stdout } = await promisify(execFile)(command, rest);
    return stdout;
  };

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#holder, "exit");
    this.#holder.stdin?.end();
    await ended;
  }
}
