import type { Readable, Writable } from "node:stream";
import {
  acknowledgeEveryBytes,
  consoleClose,
  consoleSubprotocol,
  downControlSchema,
  GantryError,
} from "@gantry/kvm-core/model";
import WebSocket, { type RawData } from "ws";
import type { AgentAddress } from "../agent-client/agent-client.ts";

/** One attachment to a console. */
export interface ConsoleWish {
  readonly agent: AgentAddress;
  readonly instance: string;
  readonly readOnly: boolean;
  /** The byte to go on from; the last 64 KiB when absent. */
  readonly from: number | undefined;
}

/** The person's side. */
export interface ConsoleTerminal {
  readonly input: Readable;
  readonly output: Writable;
  /** Notes between the guest's lines. */
  readonly note: (text: string) => void;
}

/** How an attachment ended, and where the next one goes on. */
export interface ConsoleEnd {
  readonly next: number | undefined;
  /** Whether coming back makes sense: the agent stopped, or the instance moved. */
  readonly comeBack: boolean;
  readonly reason: string;
}

const comeBackCodes: readonly number[] = [
  consoleClose.stopping.code,
  consoleClose.moved.code,
  consoleClose.hostAway.code,
  1006,
];

/**
 * Shows a console until it is closed by the agent or `signal`.
 *
 * @throws GantryError `host_unreachable`, `not_found`, `unauthenticated` when there is no console to be had
 */
export async function attachConsole(
  wish: ConsoleWish,
  terminal: ConsoleTerminal,
  signal: AbortSignal,
): Promise<ConsoleEnd> {
  const { agent, instance, readOnly, from } = wish;
  const query = new URLSearchParams({
    mode: readOnly ? "read" : "write",
    ...(from === undefined ? {} : { from: String(from) }),
  });
  const url = `${agent.url.replace(/^http/, "ws")}/console/${encodeURIComponent(instance)}?${query.toString()}`;
  const socket = new WebSocket(url, consoleSubprotocol, {
    headers: { authorization: `Bearer ${agent.token}` },
  });
  const position = new Position(socket, from);
  const type = (keys: Buffer) => {
    if (!readOnly && socket.readyState === WebSocket.OPEN) socket.send(keys);
  };
  const leave = () => socket.close(1000);
  const { promise: ended, resolve, reject } = Promise.withResolvers<ConsoleEnd>();
  socket.on("message", (data: RawData, isBinary: boolean) => {
    const bytes = bytesOf(data);
    if (isBinary) position.pass(bytes, terminal.output);
    else hear(bytes.toString("utf8"), position, terminal);
  });
  socket.on("unexpected-response", (_request, response) => reject(refused(instance, response.statusCode)));
  socket.on("error", (error) => reject(unreachable(agent.url, error)));
  socket.on("close", (code, reason) => {
    resolve({ next: position.seq, comeBack: comeBackCodes.includes(code), reason: reason.toString("utf8") });
  });
  terminal.input.on("data", type);
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await ended;
  } finally {
    terminal.input.off("data", type);
    signal.removeEventListener("abort", leave);
    socket.terminate();
  }
}

/** Counts the guest's bytes and acknowledges what the terminal has taken. */
class Position {
  readonly #socket: WebSocket;
  seq: number | undefined;
  #acknowledged = 0;

  constructor(socket: WebSocket, seq: number | undefined) {
    this.#socket = socket;
    this.seq = seq;
  }

  jump(seq: number): void {
    this.seq = seq;
    this.#acknowledged = seq;
  }

  pass(bytes: Buffer, output: Writable): void {
    const end = (this.seq ?? 0) + bytes.byteLength;
    this.seq = end;
    output.write(bytes, () => {
      if (end - this.#acknowledged < acknowledgeEveryBytes) return;
      this.#acknowledged = end;
      if (this.#socket.readyState === WebSocket.OPEN)
        this.#socket.send(JSON.stringify({ type: "ack", seq: end }));
    });
  }
}

function hear(text: string, position: Position, { note }: ConsoleTerminal): void {
  const control = downControlSchema.safeParse(JSON.parse(text));
  if (!control.success) return;
  const { data } = control;
  if (data.type === "hello") position.jump(data.seq);
  if (data.type === "gap") {
    position.jump(data.to);
    note(`${data.to - data.from} bytes are not shown; the log has them`);
  }
  if (data.type === "moved") note(`moved from ${data.from} to ${data.host}`);
  if (data.type === "state") note(`now ${data.state}`);
  if (data.type === "seat" && data.holder !== null && !data.mine) note(`${data.holder} is typing`);
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function refused(instance: string, status: number | undefined): GantryError {
  if (status === 404) {
    return new GantryError("not_found", {
      message: `There is no instance ${instance}.`,
      hint: "gantry list shows what there is.",
    });
  }
  return new GantryError(status === 401 ? "unauthenticated" : "forbidden", {
    message: `The agent refused the console of ${instance} (HTTP ${status ?? "?"}).`,
    hint: "Check the token, and that its role may type; --read-only needs less.",
  });
}

function unreachable(url: string, cause: Error): GantryError {
  return new GantryError("host_unreachable", {
    message: `The agent at ${url} does not answer: ${cause.message}.`,
    hint: "Check the address, and that the agent runs.",
    cause,
  });
}
