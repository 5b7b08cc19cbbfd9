import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";

/** How a program is started. */
export interface ProgramOptions {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** What it says is appended here. */
  readonly output: string;
}

/** An agent or an etcd: ended, stopped and started again at will. Disposing it kills it. */
export class Program implements AsyncDisposable {
  readonly #options: ProgramOptions;
  #child: ChildProcess | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  get isAlive(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** 0 before it was started. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it, unless it lives. */
  async start(): Promise<void> {
    if (this.isAlive) return;
    const [program, ...args] = this.#options.command;
    await using output = await open(this.#options.output, "a");
    const env = { PATH: process.env["PATH"], ...this.#options.env };
    this.#child = spawn(program, args, { env, stdio: ["ignore", output.fd, output.fd] });
    await once(this.#child, "spawn");
  }

  /** How it ended, if it did, and the end of what it has said. */
  async lastWords(): Promise<string> {
    const { exitCode, signalCode } = this.#child ?? {};
    const said = (await readFile(this.#options.output, "utf8")).slice(-2000).trim();
    return `by ${signalCode ?? `status ${exitCode ?? "none"}`}: ${said}`;
  }

  send(signal: NodeJS.Signals): void {
    if (this.isAlive) this.#child?.kill(signal);
  }

  /** Kills it and waits for its end. */
  async kill(): Promise<void> {
    if (!this.isAlive || this.#child === undefined) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
