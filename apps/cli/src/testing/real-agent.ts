import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";
import { type Outcome, run } from "./run.ts";

const main = fileURLToPath(new URL("../../../agent/src/main.ts", import.meta.url));
const readyWithinMs = 60_000;

/** A real agent in a process of its own, and the command line that asks it. Disposing it ends it and its guests. */
export class RealAgent implements AsyncDisposable {
  readonly #directory: string;
  readonly #process: ChildProcess;
  readonly #options: readonly string[];

  private constructor(directory: string, process: ChildProcess, url: string) {
    this.#directory = directory;
    this.#process = process;
    this.#options = ["--agent", url, "--token-file", join(directory, "state/admin.token")];
  }

  /** Starts it below `directory` and waits until it answers. */
  static async start(directory: string): Promise<RealAgent> {
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env["PATH"],
        GANTRY_CONFIG: "/dev/null",
        GANTRY_HOST_NAME: "host-a",
        GANTRY_LISTEN: address,
        GANTRY_STATE_DIR: join(directory, "state"),
        GANTRY_RUN_DIR: join(directory, "run"),
        GANTRY_LOG_DIR: join(directory, "log"),
        GANTRY_ACCEL: "tcg",
        GANTRY_UI_DIR: "/nonexistent",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const agent = new RealAgent(directory, child, `http://${address}`);
    await agent.#ready(`http://${address}/healthz`);
    return agent;
  }

  /** One command line, such as `list`. */
  gantry(...args: string[]): Promise<Outcome> {
    return run(...args, ...this.#options);
  }

  /** The same with `--json`: what it printed. @throws when it failed. */
  async json(...args: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await this.gantry(...args, "--json");
    if (code !== 0) throw new Error(`gantry ${args.join(" ")} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exit = once(this.#process, "exit");
      this.#process.kill("SIGTERM");
      await exit;
    }
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (words.startsWith("qemu") || words.includes("/qemu"))
        if (words.includes(this.#directory)) process.kill(Number(pid), "SIGKILL");
    }
  }

  async #ready(url: string): Promise<void> {
    const deadline = Date.now() + readyWithinMs;
    while ((await fetch(url).catch(() => undefined))?.ok !== true) {
      if (this.#process.exitCode !== null || Date.now() > deadline)
        throw new Error("the agent did not come up");
      await delay(50);
    }
  }
}
