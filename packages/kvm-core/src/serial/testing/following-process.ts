import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { SerialGuest } from "./serial-guest.ts";

/** A process of its own that follows a guest's port, as an agent does: to be killed or stopped by a test. */
export class FollowingProcess implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<null, Readable, null>;
  readonly #lines: AsyncIterator<string, undefined>;

  private constructor(process: ChildProcessByStdio<null, Readable, null>, lines: Interface) {
    this.#process = process;
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Resolves once the process is attached. It keeps so many bytes of a boot, if that is said. */
  static async start({ logPath, endpoint }: SerialGuest, bytesPerBoot?: number): Promise<FollowingProcess> {
    const kept = bytesPerBoot === undefined ? [] : [String(bytesPerBoot)];
    const child = spawn(
      process.execPath,
      [fileURLToPath(import.meta.resolve("./follow.ts")), logPath, endpoint, ...kept],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const following = new FollowingProcess(child, createInterface(child.stdout));
    while ((await following.#next()) !== "attached");
    return following;
  }

  /** Waits until the process has taken in byte `seq`, and returns the number it has come to. */
  async reaches(seq: number): Promise<number> {
    for (;;) {
      const present = Number(await this.#next());
      if (present >= seq) return present;
    }
  }

  send(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  async ended(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, "exit");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.ended();
  }

  async #next(): Promise<string> {
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error("The following process ended.");
    return value;
  }
}
