import { createConnection, type Socket } from "node:net";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

/** QMP as somebody would speak it who has only QEMU's manual: one command, one answer. */
export class ByHandMonitor implements Disposable {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  private constructor(socket: Socket, lines: Interface) {
    this.#socket = socket;
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Connects as soon as QEMU listens and leaves the negotiation behind. */
  static async open(path: string, signal: AbortSignal): Promise<ByHandMonitor> {
    for (;;) {
      signal.throwIfAborted();
      const socket = createConnection(path);
      try {
        await once(socket, "connect");
        const monitor = new ByHandMonitor(socket, createInterface({ input: socket }));
        await monitor.#next();
        await monitor.execute("qmp_capabilities");
        return monitor;
      } catch {
        socket.destroy();
        await delay(2);
      }
    }
  }

  /** QEMU's answer. Events in between are passed over. */
  async execute(command: string, args?: object): Promise<Readonly<Record<string, unknown>>> {
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    for (;;) {
      const message = await this.#next();
      if ("error" in message) throw new Error(`${command}: ${JSON.stringify(message["error"])}`);
      const answer = message["return"];
      if (typeof answer === "object" && answer !== null) return { ...answer };
    }
  }

  /** Asks how the migration stands until it stands so. */
  async untilMigration(status: string): Promise<void> {
    for (;;) {
      const answer = await this.execute("query-migrate");
      if (answer["status"] === status) return;
      if (answer["status"] === "failed") throw new Error(`The migration failed: ${JSON.stringify(answer)}`);
      await delay(1);
    }
  }

  /** Asks for the only job until it stands so. */
  async untilJob(status: string): Promise<void> {
    for (;;) {
      const [job] = Object.values(await this.execute("query-jobs"));
      if (typeof job === "object" && job !== null && "status" in job && job.status === status) return;
      await delay(2);
    }
  }

  async untilRunning(): Promise<void> {
    while ((await this.execute("query-status"))["running"] !== true) await delay(1);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #next(): Promise<Record<string, unknown>> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("QEMU closed its monitor.");
    return JSON.parse(String(value)) as Record<string, unknown>;
  }
}
