import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { until } from "./until.ts";

/** A WebSocket client that sends whatever bytes a test wants, once the handshake is done. */
export class RawSocket implements AsyncDisposable {
  readonly socket: Socket;
  #answer = "";
  #rest = Buffer.alloc(0);
  isClosed = false;
  /** Why the server hangs up, once it has said so. */
  closeCode: number | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => undefined);
    socket.on("close", () => (this.isClosed = true));
    socket.on("data", (data: Buffer) => this.#take(data));
  }

  /** @param headers sent as they are, after the ones that every handshake has. */
  static async open(
    url: string,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<RawSocket> {
    const { hostname, port, host } = new URL(url);
    const socket = createConnection(Number(port), hostname);
    await once(socket, "connect");
    const raw = new RawSocket(socket);
    const all = {
      host,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
      "sec-websocket-protocol": "gantry.console.v1",
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    socket.write([`GET ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
    await until("the handshake is answered", () => raw.status);
    return raw;
  }

  /** HTTP status of the answer: 101 when the door opened. */
  get status(): number | undefined {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(this.#answer)?.[1];
    return status === undefined ? undefined : Number(status);
  }

  #take(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    if (this.#answer === "") {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end === -1) return;
      this.#answer = this.#rest.toString("latin1", 0, end);
      this.#rest = this.#rest.subarray(end + 4);
    }
    for (let next = frameLength(this.#rest); next <= this.#rest.length; next = frameLength(this.#rest)) {
      // Of what the server says only its goodbye is of interest.
      if (this.#rest[0] === 0x88) this.closeCode = this.#rest.readUInt16BE(2);
      this.#rest = this.#rest.subarray(next);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await until("the socket is closed", () => this.isClosed || undefined);
  }
}

/** Bytes of the frame at the beginning; infinite when that cannot be told yet. */
function frameLength(bytes: Buffer): number {
  const length = bytes[1];
  if (length === undefined) return Number.POSITIVE_INFINITY;
  if (length < 126) return 2 + length;
  const needed = length === 126 ? 4 : 10;
  if (bytes.length < needed) return Number.POSITIVE_INFINITY;
  return needed + (length === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
}

/** A masked frame, as clients send them. The mask is zero: the payload stands as it is. */
export function frame(opcode: number, payload: Uint8Array, { isLast = true } = {}): Buffer {
  if (payload.length > 125) throw new Error("longer frames are not made here");
  return Buffer.concat([
    Buffer.from([opcode + (isLast ? 0x80 : 0), 0x80 + payload.length, 0, 0, 0, 0]),
    payload,
  ]);
}
