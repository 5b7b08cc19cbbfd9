import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type APIRequestContext, expect, request } from "@playwright/test";
import { writeBootSectorDisk } from "./boot-sector-disk.ts";
import { freePortPair } from "./free-ports.ts";
import { pinnedNode, root } from "./places.ts";

/** An agent that speaks TLS with a certificate of its own, and nobody's peer. Disposing it ends it with its guests. */
export class SecureAgent implements AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly #directory: string;
  readonly #process: ChildProcess;
  readonly #api: APIRequestContext;

  private constructor(parts: {
    url: string;
    token: string;
    directory: string;
    process: ChildProcess;
    api: APIRequestContext;
  }) {
    this.url = parts.url;
    this.token = parts.token;
    this.#directory = parts.directory;
    this.#process = parts.process;
    this.#api = parts.api;
  }

  static async start(): Promise<SecureAgent> {
    const directory = await mkdtemp(join(tmpdir(), "gantry-tls-"));
    const port = await freePortPair();
    // An address that is not this machine's only one: the certificate and the page have to agree on it.
    const listen = `127.0.0.2:${port}`;
    const child = spawn(pinnedNode, [`${root}/apps/agent/dist/main.js`], {
      env: {
        PATH: process.env["PATH"],
        GANTRY_CONFIG: "/dev/null",
        GANTRY_HOST_NAME: "host-s",
        GANTRY_LISTEN: listen,
        GANTRY_TLS: "on",
        GANTRY_STATE_DIR: join(directory, "state"),
        GANTRY_RUN_DIR: join(directory, "run"),
        GANTRY_LOG_DIR: join(directory, "log"),
        GANTRY_ACCEL: "tcg",
        GANTRY_QEMU_USER: "none",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const url = `https://${listen}`;
    const door = await request.newContext({ ignoreHTTPSErrors: true });
    await expect(async () => expect((await door.get(`${url}/healthz`)).ok()).toBe(true)).toPass();
    await door.dispose();
    const token = (await readFile(join(directory, "state/admin.token"), "utf8")).trim();
    const api = await request.newContext({
      ignoreHTTPSErrors: true,
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    });
    return new SecureAgent({ url, token, directory, process: child, api });
  }

  /** A running instance of the boot sector guest. */
  async createInstance(name: string): Promise<void> {
    const file = join(this.#directory, `${name}.raw`);
    await writeBootSectorDisk(file);
    const spec = { name, memoryMiB: 16, disks: [{ name: "root", source: { file }, format: "raw" }] };
    const answer = await this.#api.post(`${this.url}/trpc/instances.create`, { data: { spec, start: true } });
    expect(answer.ok()).toBe(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#api.dispose();
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await exited;
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (words.includes("qemu-system") && words.includes(this.#directory))
        process.kill(Number(pid), "SIGKILL");
    }
    await rm(this.#directory, { recursive: true, force: true });
  }
}
