import {
  acknowledgeEveryBytes,
  consoleSubprotocol,
  type DownControl,
  downControlSchema,
  type UpControl,
} from "@gantry/kvm-core/model";
import WebSocket, { type RawData } from "ws";
import type { AgentAddress } from "../agent-client/agent-client.ts";
import { type ConsoleEnd, refusedConsole, unreachableAgent } from "./console-errors.ts";

const handshakeMs = 10_000;
/** The agent pings each 20 s. Silent for so long, it or the way to it is gone without a word. */
const silentMs = 65_000;
/** Bytes that may wait for a slow output before nothing more is read; the agent's own window is smaller. */
const holdBytes = 1024 * 1024;

/** One console and the way to it. */
export interface ConsoleWish {
  readonly agent: AgentAddress;
  /** What people call it. */
  readonly name: string;
  readonly uuid: string;
  readonly port: number;
  readonly readOnly: boolean;
  /** Where to begin when nothing was shown yet. */
  readonly begin: "screen" | "recent" | "now";
}

/** The way up, while there is one. */
export interface ConsoleLine {
  /** Resolves when the network has taken them, or never will. */
  type(bytes: Uint8Array): Promise<void>;
  tell(control: UpControl): void;
}

/** Who shows the guest's bytes. */
export interface ConsoleSink {
  /** Number of the byte it needs next; undefined before the first. Each byte is shown once. */
  next: number | undefined;
  show(bytes: Uint8Array, taken: () => void): void;
  hear(control: DownControl): void;
  opened(line: ConsoleLine): void;
  /** The line is gone and another one is tried, again and again. */
  lost(why: string): void;
}

/**
 * Shows a console until the agent, the network or `signal` ends it.
 *
 * @throws GantryError `host_unreachable`, `not_found`, `unauthenticated`, … when there is no console to be had
 */
export async function attachConsole(
  wish: ConsoleWish,
  sink: ConsoleSink,
  signal: AbortSignal,
): Promise<ConsoleEnd> {
  const { agent, name, port } = wish;
  const socket = new WebSocket(urlOf(wish, sink.next), consoleSubprotocol, {
    headers: { authorization: `Bearer ${agent.token}` },
    handshakeTimeout: handshakeMs,
    perMessageDeflate: false,
  });
  const { promise: ended, resolve, reject } = Promise.withResolvers<ConsoleEnd>();
  const incoming = new Incoming(socket, sink);
  const watchdog = setTimeout(() => socket.terminate(), silentMs);
  const alive = () => watchdog.refresh();
  socket.on("message", (data: RawData, isBinary: boolean) => {
    alive();
    if (isBinary) incoming.takeBytes(bytesOf(data));
    else incoming.takeControl(bytesOf(data).toString("utf8"));
  });
  let wasOpen = false;
  socket.on("ping", alive).on("open", () => {
    wasOpen = true;
    sink.opened(lineOf(socket));
  });
  socket.on("unexpected-response", (request, { statusCode }) => {
    reject(refusedConsole(name, port, statusCode ?? 0));
    request.destroy();
  });
  socket.on("error", (error) => {
    if (wasOpen) resolve({ code: 1006, reason: error.message });
    else reject(unreachableAgent(agent.url, error));
  });
  socket.on("close", (code, reason) => resolve({ code, reason: reason.toString("utf8") }));
  const leave = () => {
    socket.close(1000);
    resolve({ code: 1000, reason: "" });
  };
  signal.addEventListener("abort", leave, { once: true });
  try {
    if (signal.aborted) leave();
    return await ended;
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener("abort", leave);
    incoming.isOver = true;
    // Closing politely takes a moment; whoever leaves does not wait for it.
    setImmediate(() => socket.terminate());
  }
}

/** Counts the guest's bytes, lets none through twice, and acknowledges what the sink has taken. */
class Incoming {
  readonly #socket: WebSocket;
  readonly #sink: ConsoleSink;
  /** Number of the byte that comes next. */
  #at = 0;
  #waiting = 0;
  #acknowledged = 0;
  isOver = false;

  constructor(socket: WebSocket, sink: ConsoleSink) {
    this.#socket = socket;
    this.#sink = sink;
  }

  takeBytes(bytes: Buffer): void {
    if (this.isOver) return;
    const from = this.#at;
    const end = from + bytes.length;
    this.#at = end;
    const known = Math.min(Math.max((this.#sink.next ?? from) - from, 0), bytes.length);
    this.#waiting += bytes.length;
    if (this.#waiting > holdBytes) this.#socket.pause();
    this.#sink.next = Math.max(this.#sink.next ?? 0, end);
    this.#sink.show(bytes.subarray(known), () => this.#taken(bytes.length, end));
  }

  takeControl(text: string): void {
    const control = downControlSchema.safeParse(JSON.parse(text)).data;
    if (control === undefined || this.isOver) return;
    if (control.type === "hello") {
      this.#at = control.seq;
      this.#acknowledged = control.seq;
      this.#sink.next ??= control.seq;
    } else if (control.type === "gap") {
      this.#at = control.to;
      this.#sink.next = Math.max(this.#sink.next ?? 0, control.to);
    }
    this.#sink.hear(control);
  }

  #taken(count: number, end: number): void {
    this.#waiting -= count;
    if (this.#waiting <= holdBytes / 2 && this.#socket.isPaused) this.#socket.resume();
    if (end - this.#acknowledged < acknowledgeEveryBytes || this.#socket.readyState !== WebSocket.OPEN)
      return;
    this.#acknowledged = end;
    this.#socket.send(JSON.stringify({ type: "ack", seq: end }));
  }
}

function lineOf(socket: WebSocket): ConsoleLine {
  return {
    type: (bytes) => new Promise((resolve) => socket.send(bytes, () => resolve())),
    tell: (control) => socket.send(JSON.stringify(control), () => undefined),
  };
}

function urlOf({ agent, uuid, port, readOnly, begin }: ConsoleWish, next: number | undefined): string {
  const query = new URLSearchParams({ mode: readOnly ? "read" : "write", port: String(port) });
  if (next !== undefined) query.set("from", String(next));
  else if (begin === "screen") query.set("screen", "1");
  // A byte that is not written yet: the agent begins with the next one.
  else if (begin === "now") query.set("from", "9".repeat(15));
  return `${agent.url.replace(/^http/, "ws")}/console/${uuid}?${query.toString()}`;
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
