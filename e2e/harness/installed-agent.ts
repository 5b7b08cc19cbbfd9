import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { freePortPair } from "./free-ports.ts";
import { root } from "./places.ts";

const run = promisify(execFile);
/** Nothing of a checkout: no Node, no tools of ours. QEMU is where distributions put it. */
const plainPath = "/usr/sbin:/usr/bin:/sbin:/bin";

/** The archive of `npm run pack`, unpacked as on a host, with its agent. Disposing it ends the agent and removes all. */
export class InstalledAgent implements AsyncDisposable {
  readonly top: string;
  readonly url: string;
  readonly #directory: string;
  readonly #process: ChildProcess;

  private constructor(parts: { directory: string; url: string; process: ChildProcess }) {
    this.#directory = parts.directory;
    this.top = join(parts.directory, "opt/gantry");
    this.url = parts.url;
    this.#process = parts.process;
  }

  static async start(): Promise<InstalledAgent> {
    const directory = await mkdtemp(join(tmpdir(), "gantry-pack-"));
    const packed = await run("npm", ["run", "--silent", "pack", "--", "--to", directory], { cwd: root });
    await mkdir(join(directory, "opt"));
    await run("tar", ["-C", join(directory, "opt"), "-xzf", packed.stdout.trim()]);
    const listen = `127.0.0.1:${await freePortPair()}`;
    const child = spawn(join(directory, "opt/gantry/bin/gantry"), ["agent"], {
      cwd: "/",
      env: {
        PATH: plainPath,
        GANTRY_CONFIG: "/dev/null",
        GANTRY_LISTEN: listen,
        GANTRY_STATE_DIR: join(directory, "state"),
        GANTRY_RUN_DIR: join(directory, "run"),
        GANTRY_LOG_DIR: join(directory, "log"),
        GANTRY_ACCEL: "tcg",
        GANTRY_QEMU_USER: "none",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const url = `http://${listen}`;
    await expect(async () => expect((await fetch(`${url}/healthz`)).ok).toBe(true)).toPass();
    return new InstalledAgent({ directory, url, process: child });
  }

  /** Runs the installed command, and answers what it printed and its exit code. */
  async gantry(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const options = ["--agent", this.url, "--token-file", join(this.#directory, "state/admin.token")];
    const child = spawn(join(this.top, "bin/gantry"), [...options, ...args], {
      cwd: "/",
      env: { PATH: plainPath },
    });
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].setEncoding("utf8").on("data", (text: string) => (printed[name] += text));
    const [code] = await once(child, "close");
    return { code: Number(code), ...printed };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await exited;
    await rm(this.#directory, { recursive: true, force: true });
  }
}
