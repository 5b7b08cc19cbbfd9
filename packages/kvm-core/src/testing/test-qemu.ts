import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real QEMU for a test, in a directory of its own; both end with the scope that holds it. */
export class TestQemu implements AsyncDisposable {
  readonly directory: string;
  readonly #process: ChildProcess;
  readonly #scope: AsyncDisposableStack;

  private constructor(directory: string, process: ChildProcess, scope: AsyncDisposableStack) {
    this.directory = directory;
    this.#process = process;
    this.#scope = scope;
  }

  /** Starts QEMU with a QMP monitor at `monitorPath` and what `options` adds. It starts with stopped CPUs. */
  static async start(
    options: (directory: string) => Promise<readonly string[]> | readonly string[],
  ): Promise<TestQemu> {
    await using scope = new AsyncDisposableStack();
    const { path } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-qemu-")));
    const monitor = `socket,id=monitor-0123456789abcdef,path=${join(path, "monitor")},server=on,wait=off`;
    const args = [
      "-accel",
      "tcg",
      "-nodefaults",
      "-no-user-config",
      "-display",
      "none",
      "-S",
      "-no-shutdown",
    ].concat(
      ["-chardev", monitor, "-mon", "chardev=monitor-0123456789abcdef,mode=control"],
      await options(path),
    );
    const process = spawn("qemu-system-x86_64", args, { stdio: ["ignore", "ignore", "inherit"] });
    await once(process, "spawn");
    scope.defer(() => end(process));
    return new TestQemu(path, process, scope.move());
  }

  get monitorPath(): string {
    return join(this.directory, "monitor");
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Sends a signal; `SIGSTOP` makes a hung QEMU, `SIGKILL` a dead one. */
  send(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Resolves once the process has ended. */
  async ended(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, "exit");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scope.disposeAsync();
  }
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exit = once(process, "exit");
  process.kill("SIGKILL");
  await exit;
}
