import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { Arrivals, type Viewer } from "./viewer.ts";

/** A reader of plain bytes. The least that can stand between a guest and its reader is QEMU's own Unix socket. */
export class SocketViewer implements Viewer {
  readonly #socket: Socket;
  readonly #arrivals = new Arrivals();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes: Buffer) => this.#arrivals.take(bytes));
    socket.on("error", () => socket.destroy());
  }

  /** @param place path of a Unix socket, or a TCP port of loopback */
  static async open(place: string | number): Promise<SocketViewer> {
    const socket = typeof place === "string" ? createConnection(place) : createConnection(place, "127.0.0.1");
    await once(socket, "connect");
    return new SocketViewer(socket);
  }

  get received(): number {
    return this.#arrivals.received;
  }

  get lots(): number {
    return this.#arrivals.lots;
  }

  onBytes(listener: (bytes: Uint8Array) => void): Disposable {
    return this.#arrivals.onBytes(listener);
  }

  type(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
