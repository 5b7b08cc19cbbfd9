import { once } from "node:events";
import { acknowledgeEveryBytes, consoleSubprotocol, downControlSchema } from "@gantry/kvm-core/model";
import { WebSocket } from "ws";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { Arrivals, type Viewer } from "./viewer.ts";

/** A console at the agent's WebSocket that acknowledges as the browser does. */
export class AgentViewer implements Viewer {
  readonly #socket: WebSocket;
  readonly #arrivals = new Arrivals();
  #seq = 0;
  #acknowledged = 0;
  /** Bytes that the agent left out because this viewer was too slow. */
  skipped = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer, isBinary) =>
      isBinary ? this.#takeBytes(data) : this.#takeControl(data),
    );
  }

  /** Attaches, without the past unless a byte of it is named. */
  static async open(agent: BenchAgent, instance: string, from = 999_999_999_999_999): Promise<AgentViewer> {
    const url = `${agent.url.replace("http", "ws")}/console/${instance}?from=${from}`;
    const headers = { authorization: `Bearer ${agent.token}` };
    const socket = new WebSocket(url, consoleSubprotocol, { headers, perMessageDeflate: false });
    const viewer = new AgentViewer(socket);
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

  /** From now on nothing is read, as in a browser that hangs. */
  stopReading(): void {
    this.#socket.pause();
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #takeBytes(bytes: Uint8Array): void {
    this.#seq += bytes.length;
    this.#arrivals.take(bytes);
    if (this.#seq - this.#acknowledged < acknowledgeEveryBytes) return;
    this.#acknowledged = this.#seq;
    this.#socket.send(JSON.stringify({ type: "ack", seq: this.#seq }));
  }

  #takeControl(text: Buffer): void {
    const control = downControlSchema.parse(JSON.parse(text.toString()));
    if (control.type === "hello") this.#seq = control.seq;
    if (control.type !== "gap") return;
    this.#seq = control.to;
    this.skipped += control.to - control.from;
  }
}
