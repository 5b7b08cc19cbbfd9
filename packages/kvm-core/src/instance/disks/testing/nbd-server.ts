import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import { until } from "../../../testing/temporary-host.ts";

/** A real NBD server on loopback that can be killed and come back on the same port. */
export class NbdServer implements AsyncDisposable {
  readonly port: number;
  readonly #file: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, file: string) {
    this.port = port;
    this.#file = file;
  }

  /** Serves a raw image under the export name `disk`. */
  static async serve(file: string): Promise<NbdServer> {
    const server = new NbdServer(await freePort(), file);
    await server.start();
    return server;
  }

  get address(): string {
    return `nbd://127.0.0.1:${this.port}/disk`;
  }

  async start(): Promise<void> {
    const options = ["-f", "raw", "-x", "disk", "-t", "-e", "4", "-b", "127.0.0.1", "-p", String(this.port)];
    this.#process = spawn("qemu-nbd", [...options, this.#file], { stdio: "ignore" });
    await until(async () => await listens(this.port));
  }

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
}

/** A port of loopback that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The kernel gave no port.");
  return address.port;
}

/** Whether anybody takes connections there. */
export async function listens(port: number): Promise<boolean> {
  const socket = createConnection(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
