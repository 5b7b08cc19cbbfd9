import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * A file system of a test's own, in a mount namespace that a process holds: nobody else sees it, and it ends with that
 * process. Works as root, and for others where the kernel allows user namespaces.
 */
export class TestMount implements AsyncDisposable {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** @param options `ramfs` cannot give space back; `tmpfs` can be of one megabyte. Undefined where it cannot be made. */
  static async make(kind: "ramfs" | "small tmpfs"): Promise<TestMount | undefined> {
    const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
    const what = kind === "ramfs" ? "-t ramfs ramfs" : "-t tmpfs -o size=1m tmpfs";
    // `cat` ends with us because its input does.
    const script = `mount ${what} /mnt && echo ready && exec cat`;
    const holder = spawn("unshare", [...user, "--mount", "sh", "-c", script], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const isReady = await Promise.race([
      once(holder.stdout, "data").then(() => true),
      once(holder, "exit").then(() => false),
      once(holder, "error").then(() => false),
    ]);
    return isReady ? new TestMount(holder) : undefined;
  }

  get directory(): string {
    return join("/proc", String(this.#holder.pid), "root/mnt");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#holder, "exit");
    this.#holder.kill("SIGKILL");
    await ended;
  }
}
