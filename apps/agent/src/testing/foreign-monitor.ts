import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { createInterface } from "node:readline";
import * as z from "zod";

const answerSchema = z.union([z.object({ return: z.unknown() }), z.object({ event: z.string() })]);

/** A QMP client as anybody would write it, of nothing but a socket and JSON: it knows nothing of ours. */
export class ForeignMonitor implements Disposable {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  /** Connects and shakes hands. */
  static async open(path: string): Promise<ForeignMonitor> {
    const socket = createConnection(path);
    await once(socket, "connect");
    const monitor = new ForeignMonitor(socket);
    z.object({ QMP: z.unknown() }).parse(await monitor.#hear());
    await monitor.ask("qmp_capabilities");
    return monitor;
  }

  /** Asks, and passes over the events before the answer. */
  async ask(execute: string): Promise<unknown> {
    this.#socket.write(`${JSON.stringify({ execute })}\n`);
    for (;;) {
      const message = answerSchema.parse(await this.#hear());
      if ("return" in message) return message.return;
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #hear(): Promise<unknown> {
    return JSON.parse((await this.#lines.next()).value);
  }
}
