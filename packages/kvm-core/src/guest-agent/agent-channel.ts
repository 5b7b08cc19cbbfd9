import { on, once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { ReplyReader } from "./reply-reader.ts";

/** One side of a conversation with whatever runs in the guest. */
export interface Conversation {
  readonly send: (text: string) => void;
  /** The next whole line; undefined once the channel is closed. */
  readonly next: () => Promise<string | undefined>;
}

/** Resets the agent's parser, whatever half a command it still holds. */
const delimiter = Buffer.from([0xff]);

/** The socket of one channel. It is read only during a conversation: a guest that talks to nobody waits by itself. */
export class AgentChannel implements Disposable {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    // Its loss is told to the conversation that needs it; between two it is no news.
    socket.on("error", () => socket.destroy());
  }

  /** Connects to QEMU, which listens before it greets its monitor's first client. */
  static async open(path: string): Promise<AgentChannel> {
    const socket = createConnection(path);
    try {
      await once(socket, "connect");
    } catch (error) {
      socket.destroy();
      throw error;
    }
    socket.pause();
    return new AgentChannel(socket);
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.readable;
  }

  /**
   * Talks until `talk` is done. The first lines may be left over from a conversation that was given up.
   *
   * @throws TooMuchError when the guest floods; what `talk` throws; the reason of `signal` when that aborts.
   */
  async converse<Result>(
    talk: (conversation: Conversation) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    const over = new AbortController();
    const lines = this.#lines(AbortSignal.any([signal, over.signal]));
    const send = (text: string) => void this.#socket.write(`${text}\n`);
    try {
      this.#socket.write(delimiter);
      return await talk({ send, next: async () => (await lines.next()).value ?? undefined });
    } finally {
      this.#socket.pause();
      // Whoever still waits for a line lets go of the socket.
      over.abort();
    }
  }

  async *#lines(signal: AbortSignal): AsyncGenerator<string, undefined> {
    const reader = new ReplyReader();
    const packets: AsyncIterable<unknown[]> = on(this.#socket, "data", { signal, close: ["close"] });
    this.#socket.resume();
    for await (const [packet] of packets) if (packet instanceof Uint8Array) yield* reader.push(packet);
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
