import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** A `gantry` of its own in a script: pipes, no terminal. Disposing it kills it. */
export class GantryProcess implements Disposable {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #out: Buffer[] = [];
  stderr = "";

  constructor(args: readonly string[]) {
    this.process = spawn(process.execPath, [main, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    this.process.stdout.on("data", (bytes: Buffer) => this.#out.push(bytes));
    this.process.stderr.on("data", (bytes: Buffer) => (this.stderr += bytes.toString()));
  }

  get length(): number {
    return this.#out.reduce((sum, { length }) => sum + length, 0);
  }

  get stdout(): string {
    return Buffer.concat(this.#out).toString("latin1");
  }

  async ended(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "close");
    return this.process.exitCode;
  }

  [Symbol.dispose](): void {
    this.process.kill("SIGKILL");
  }
}
