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
  /** Frames that nobody has taken yet, oldest first. */
  readonly #waiting: UpFrame[] = [];
  #reader: ((frame: UpFrame) => void) | undefined;
  #wasHeard = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("pong", () => (this.#wasHeard = true));
    socket.on("message", (data, isBinary) => {
      this.#wasHeard = true;
      this.#waiting.push({ data: bufferOf(data), isBinary });
      if (this.#waiting.length === 1) this.deliver();
    });
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
    this.deliver();
    return {
      [Symbol.dispose]: () => {
        if (this.#reader !== reader) return;
        this.#reader = undefined;
        this.#socket.pause();
      },
    };
  }

  /** Gives a frame back that cannot be taken now; what follows waits behind it until {@link deliver} or another reader. */
  putBack(frame: UpFrame): void {
    this.#waiting.unshift(frame);
    this.#socket.pause();
  }

  /** Hands the waiting frames to the reader, until none is left or it puts one back. */
  deliver(): void {
    for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
      if (this.#reader === undefined) return this.putBack(frame);
      this.#reader(frame);
      if (this.#waiting[0] === frame) return;
    }
    if (this.#reader !== undefined) this.#socket.resume();
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

  /** Asks whether it is there. @returns whether it was heard since it was asked before. */
  ask(): boolean {
    const wasHeard = this.#wasHeard;
    this.#wasHeard = false;
    this.#socket.ping();
    return wasHeard;
  }

  /** Nobody is there: what waits for it is dropped. */
  giveUp(): void {
    this.#socket.terminate();
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
