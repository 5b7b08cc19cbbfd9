import { type ConsoleClose, consoleClose, type DownControl } from "@gantry/kvm-core/model";
import type { RawData, WebSocket } from "ws";

/** A frame from the viewer. */
export interface UpFrame {
  readonly data: Buffer;
  readonly isBinary: boolean;
}

/** One viewer's WebSocket: frames in, frames out, and one sentence at the end. */
export class ViewerSocket {
  readonly #socket: WebSocket;
  readonly #closed = new AbortController();
  #reader: ((frame: UpFrame) => void) | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data, isBinary) => this.#reader?.({ data: bufferOf(data), isBinary }));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => this.#closed.abort());
    // Nothing is taken from the viewer before somebody is there to hear it.
    socket.pause();
  }

  /** Aborts when the viewer is gone. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Bytes that wait for the viewer in the agent's memory. */
  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Who hears what the viewer sends, one at a time. Without a reader nothing is taken from the socket. */
  read(reader: (frame: UpFrame) => void): Disposable {
    this.#reader = reader;
    this.#socket.resume();
    return {
      [Symbol.dispose]: () => {
        if (this.#reader !== reader) return;
        this.#reader = undefined;
        this.#socket.pause();
      },
    };
  }

  sendBytes(bytes: Uint8Array, onTaken?: () => void): void {
    this.#socket.send(bytes, { binary: true }, onTaken);
  }

  sendControl(control: DownControl): void {
    this.#socket.send(JSON.stringify(control));
  }

  /** A control frame of another agent, passed on as it is. */
  sendText(text: string, onTaken?: () => void): void {
    this.#socket.send(text, onTaken);
  }

  close(why: ConsoleClose): void {
    const { code, reason } = consoleClose[why];
    this.#socket.resume();
    this.#socket.close(code, reason);
  }
}

function bufferOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
