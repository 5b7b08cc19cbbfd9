import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { until } from "../../../testing/temporary-host.ts";
import { freePort, listens } from "./nbd-server.ts";

const run = promisify(execFile);
const target = "iqn.2026-01.example:disk";

/** A real iSCSI target on loopback that can be killed and come back on the same port. */
export class IscsiServer implements AsyncDisposable {
  readonly #port: number;
  readonly #file: string;
  /** Its control socket lies beside the file: it meets no other of this machine. */
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  private constructor(port: number, file: string) {
    this.#port = port;
    this.#file = file;
    this.#env = {
      ...process.env,
      PATH: `${process.env["PATH"] ?? ""}:/usr/sbin`,
      TGT_IPC_SOCKET: join(dirname(file), "tgtd"),
    };
  }

  /** Serves a raw image as unit 1; undefined when this machine has no `tgtd`. */
  static async serve(file: string): Promise<IscsiServer | undefined> {
    const server = new IscsiServer(await freePort(), file);
    const isHere = await run("tgtd", ["--version"], { env: server.#env }).then(
      () => true,
      () => false,
    );
    if (!isHere) return undefined;
    await server.start();
    return server;
  }

  get address(): string {
    return `iscsi://127.0.0.1:${this.#port}/${target}/1`;
  }

  async start(): Promise<void> {
    const portal = `portal=127.0.0.1:${this.#port}`;
    this.#process = spawn("tgtd", ["-f", "--iscsi", portal], { stdio: "ignore", env: this.#env });
    await until(async () => await listens(this.#port));
    await this.#order("new", "target", "--targetname", target);
    await this.#order("new", "logicalunit", "--lun", "1", "--backing-store", this.#file);
    await this.#order("bind", "target", "--initiator-address", "ALL");
  }

  /** It ignores every milder signal. */
  async kill(): Promise<void> {
    const ended = this.#process;
    this.#process = undefined;
    if (ended === undefined) return;
    const exit = once(ended, "exit");
    ended.kill("SIGKILL");
    await exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  async #order(op: string, mode: string, ...rest: string[]): Promise<void> {
    const order = ["--lld", "iscsi", "--tid", "1", "--op", op, "--mode", mode, ...rest];
    await run("tgtadm", order, { env: this.#env });
  }
}
