import { once } from "node:events";
import { WebSocket } from "ws";
import { Arrivals, type Viewer } from "./viewer.ts";

/** A browser's view of a serial port that a bridge forwards as it is: websockify, or the least that does it. */
export class WebSocketViewer implements Viewer {
  readonly #socket: WebSocket;
  readonly #arrivals = new Arrivals();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (bytes: Buffer) => this.#arrivals.take(bytes));
  }

  static async open(url: string): Promise<WebSocketViewer> {
    const socket = new WebSocket(url, "binary", { perMessageDeflate: false });
    const viewer = new WebSocketViewer(socket);
    await once(socket, "open");
    return viewer;
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
    this.#socket.send(bytes);
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}
