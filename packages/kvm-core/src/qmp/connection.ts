import type { Socket } from "node:net";
import type { GantryError } from "../model/index.ts";
import { connectSocket } from "./connect-socket.ts";
import { deadlineOf } from "./deadlines.ts";
import { type EventListener, EventStream } from "./event-stream.ts";
import { connectionLost } from "./failure.ts";
import { shakeHands } from "./handshake.ts";
import { LineFramer } from "./line-framing.ts";
import { type Greeting, parseMessage, type QmpEvent } from "./message.ts";
import { type Lane, RequestTable } from "./request-table.ts";
import type { TranscriptLine } from "./transcript.ts";
import type { Execute, QmpCommandName } from "./vocabulary.ts";
import type { Patience } from "./waiting.ts";

/** How to reach a monitor. */
export interface QmpOptions {
  /** Unix socket of a QMP monitor. It serves one client at a time. */
  readonly path: string;
  readonly signal?: AbortSignal;
  /** How long to wait for the socket to appear. 0 tries once: for a QEMU that should be there already. */
  readonly connectTimeoutMs?: number;
  /** How long an accepted connection may stay silent before QEMU counts as hung. */
  readonly greetingTimeoutMs?: number;
  /** Told every line in both directions, secrets included: see `formatTranscriptLine`. */
  readonly transcript?: (line: TranscriptLine) => void;
}

/**
 * The one client of one QMP monitor. Its end means QEMU's death: `closed` resolves 1 to 3 ms after the process ends.
 *
 * Subscribe first and query then: QEMU repeats no event to a client that comes later.
 */
export class QmpConnection implements AsyncDisposable {
  /** Resolves when the connection is over, for whatever reason. Never rejects. */
  readonly closed: Promise<void>;
  readonly path: string;
  readonly #socket: Socket;
  readonly #transcript: ((line: TranscriptLine) => void) | undefined;
  readonly #framer = new LineFramer();
  readonly #requests = new RequestTable((line) => this.#write(line));
  readonly #events = new EventStream();
  readonly #greeting = Promise.withResolvers<Greeting>();
  readonly #over = Promise.withResolvers<void>();
  #endedBy: GantryError | undefined;

  private constructor(socket: Socket, { path, transcript }: QmpOptions) {
    this.path = path;
    this.closed = this.#over.promise;
    this.#socket = socket;
    this.#transcript = transcript;
    this.#greeting.promise.catch(() => undefined);
    socket.once("end", () => this.#end("QEMU closed it, as it does when it ends."));
    socket.once("error", (cause) => this.#end(cause.message, cause));
    socket.once("close", () => this.#end("the socket was closed."));
  }

  /**
   * Connects, waits for QEMU's greeting and agrees on out-of-band commands.
   *
   * @throws GantryError `monitor_timeout` (it accepts and never greets: hung, or served to another client),
   *   `monitor_failed` (nobody listens, or it ended), `cancelled`.
   */
  static async open(options: QmpOptions): Promise<QmpConnection> {
    return (await QmpConnection.openAsking(options, async () => undefined)).connection;
  }

  /**
   * Like {@link open}, with a first question that travels together with ours for out-of-band commands: each packet wakes
   * QEMU, which on a host of hundreds takes longer than all that is in it.
   */
  static async openAsking<Answer>(
    options: QmpOptions,
    ask: (connection: QmpConnection) => Promise<Answer>,
  ): Promise<{ readonly connection: QmpConnection; readonly answer: Answer }> {
    const { path, signal, connectTimeoutMs = 10_000, greetingTimeoutMs = 2000 } = options;
    // Node reads a socket only after it has told of its connection: no packet comes before there is someone to take it.
    const reader = { read: (_: Uint8Array): void => undefined };
    const onPacket = (packet: Uint8Array) => reader.read(packet);
    const socket = await connectSocket(path, { timeoutMs: connectTimeoutMs, signal, onPacket });
    const connection = new QmpConnection(socket, options);
    reader.read = (packet) => connection.#read(packet);
    try {
      const patience = { timeoutMs: greetingTimeoutMs, signal };
      const agreed = await shakeHands(connection, connection.#greeting.promise, patience);
      const [answer] = await Promise.all([ask(connection), agreed.accepted]);
      return { connection, answer };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * Sends a command and resolves with what QEMU returns, unparsed; the verbs in `commands/` parse it.
   *
   * @throws GantryError `monitor_failed` (refused, with QEMU's class and sentence in `details`; or QEMU ended),
   *   `monitor_timeout` after `timeoutMs`, else after 5 s (30 s when it waits for storage), `cancelled`.
   */
  readonly execute: Execute = (command: QmpCommandName, args?: object, options?: Patience) =>
    this.executeUnchecked(command, args, options);

  /** Like {@link execute}, past QEMU's queue: the few commands that allow it answer even while the main loop hangs. */
  readonly executeOutOfBand: Execute = (command: QmpCommandName, args?: object, options: Patience = {}) =>
    this.#ask("exec-oob", { command, args }, options);

  /** Like {@link execute}, unseen by the compiler: for commands of a newer QEMU, and objects that others put together. */
  executeUnchecked(command: string, args?: object, options: Patience = {}): Promise<unknown> {
    return this.#ask("execute", { command, args }, options);
  }

  /** Hears every event from now on. */
  onEvent(listener: EventListener): Disposable {
    return this.#events.listen(listener);
  }

  /** The next event that matches; without `timeoutMs` it waits for as long as QEMU lives. */
  waitForEvent(match: (event: QmpEvent) => boolean, options: Patience = {}): Promise<QmpEvent> {
    return this.#events.waitFor(match, options);
  }

  get isClosed(): boolean {
    return this.#endedBy !== undefined;
  }

  /** Lets go of the monitor; QEMU and its guest run on. */
  close(): void {
    this.#end("this side closed it.");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }

  #ask(lane: Lane, what: { command: string; args: object | undefined }, options: Patience): Promise<unknown> {
    const { timeoutMs = deadlineOf(what.command), signal } = options;
    return this.#requests.ask({ lane, ...what }, { timeoutMs, signal });
  }

  #write(line: string): void {
    this.#transcript?.({ at: new Date(), direction: "sent", text: line });
    // What is asked in one go travels in one packet: each one wakes QEMU, and that costs more than what it holds.
    this.#socket.cork();
    this.#socket.write(`${line}\n`);
    process.nextTick(() => this.#socket.uncork());
  }

  #read(packet: Uint8Array): void {
    try {
      for (const line of this.#framer.push(packet)) this.#readLine(line);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      this.#end(`it sent what is not QMP: ${why.slice(0, 300)}`, cause);
    }
  }

  #readLine(line: string): void {
    this.#transcript?.({ at: new Date(), direction: "received", text: line });
    const message = parseMessage(line);
    switch (message.kind) {
      case "greeting":
        return this.#greeting.resolve(message);
      case "event":
        return this.#events.emit(message.event);
      case "return":
        return void this.#requests.take(message);
      case "error":
        if (!this.#requests.take(message)) throw new Error(`QEMU could not read a command: ${message.desc}`);
    }
  }

  #end(reason: string, cause?: unknown): void {
    if (this.#endedBy !== undefined) return;
    this.#endedBy = connectionLost(this.path, reason, cause);
    this.#socket.destroy();
    this.#greeting.reject(this.#endedBy);
    this.#requests.close(this.#endedBy);
    this.#events.close(this.#endedBy);
    this.#over.resolve();
  }
}
