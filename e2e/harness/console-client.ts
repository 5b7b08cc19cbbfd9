import { once } from "node:events";
import { WebSocket } from "ws";
import type { AgentApi } from "./agent-api.ts";

const subprotocol = "gantry.console.v1";
const acknowledgeEveryBytes = 32 * 1024;
const patienceMs = 60_000;

/** The first control frame of a console. */
interface Hello {
  readonly type: "hello";
  readonly seq: number;
  readonly host: string;
}

/** A console with nothing but a WebSocket: binary frames are the guest's bytes, text frames are control. */
export class ConsoleClient implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #controls: { readonly type: string }[] = [];
  #text = "";
  #received = 0;
  #acknowledged = 0;
  #changed = Promise.withResolvers<void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer, isBinary: boolean) => this.#take(data, isBinary));
    socket.on("close", () => this.#changed.resolve());
    socket.on("error", () => undefined);
  }

  /** Connects to an instance's console. `from` counts the bytes the guest has ever written. */
  static async open(agent: AgentApi, instance: string, from?: number): Promise<ConsoleClient> {
    const address = new URL(`/console/${instance}`, agent.url.replace(/^http/, "ws"));
    if (from !== undefined) address.searchParams.set("from", String(from));
    const headers = { authorization: `Bearer ${agent.token}` };
    const socket = new WebSocket(address, subprotocol, { headers, perMessageDeflate: false });
    const client = new ConsoleClient(socket);
    await once(socket, "open");
    return client;
  }

  /** The guest's bytes so far, as text. */
  get text(): string {
    return this.#text;
  }

  /** The first frame: where the bytes begin, and on which host the guest runs. */
  async hello(): Promise<Hello> {
    return (await this.#until(() => this.#controls.find(({ type }) => type === "hello"))) as Hello;
  }

  /** Types into the guest. */
  type(keys: string): void {
    this.#socket.send(Buffer.from(keys));
  }

  /** Waits until the guest has written what matches, and returns the match. */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return this.#until(() => pattern.exec(this.#text) ?? undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.#text += data.toString("latin1");
      this.#received += data.length;
      this.#acknowledge();
    } else {
      this.#controls.push(JSON.parse(data.toString()) as { type: string });
    }
    this.#changed.resolve();
  }

  #acknowledge(): void {
    if (this.#received - this.#acknowledged < acknowledgeEveryBytes) return;
    const hello = this.#controls.find(({ type }) => type === "hello") as Hello | undefined;
    if (hello === undefined) return;
    this.#acknowledged = this.#received;
    this.#socket.send(JSON.stringify({ type: "ack", seq: hello.seq + this.#received }));
  }

  async #until<Found>(look: () => Found | undefined): Promise<Found> {
    const patience = AbortSignal.timeout(patienceMs);
    patience.addEventListener("abort", () => this.#changed.resolve());
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#socket.readyState !== WebSocket.OPEN)
        throw new Error(`The console closed after:\n${this.#text}`);
      if (patience.aborted) throw new Error(`It did not come. The guest has written:\n${this.#text}`);
      this.#changed = Promise.withResolvers();
      await this.#changed.promise;
    }
  }
}
