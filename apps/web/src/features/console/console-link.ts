import { webSocketUrl } from "#lib/agent-client.ts";
import {
  consoleSubprotocol,
  type DownControl,
  ticketSubprotocolPrefix,
  type UpControl,
} from "@gantry/kvm-core/model";
import { ConsoleStream, type StreamNote } from "./console-stream.ts";
import { parseControl } from "./control-frame.ts";
import { type AfterClose, afterClose } from "./reconnect.ts";

/** A ticket for one connection. */
export interface Ticket {
  readonly ticket: string;
  readonly path: string;
}

/** What a link tells its owner. */
export interface LinkListener {
  readonly onControl: (control: DownControl) => void;
  /** The guest's bytes. `done` is called once the terminal has taken them in. */
  readonly onBytes: (bytes: Uint8Array, done: () => void) => void;
  readonly onNote: (note: StreamNote) => void;
  readonly onLost: (what: AfterClose) => void;
}

interface LinkOptions {
  readonly mode: "read" | "write";
  /** Fetches a ticket; each connection needs its own. */
  readonly ticket: (signal: AbortSignal) => Promise<Ticket>;
  readonly listener: LinkListener;
}

/**
 * The line to a console: connects, counts bytes, acknowledges what the terminal has taken in, and connects again for
 * ever, until it is closed.
 */
export class ConsoleLink {
  readonly #options: LinkOptions;
  readonly #stream = new ConsoleStream();
  readonly #closed = new AbortController();
  #socket: WebSocket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout>;

  constructor(options: LinkOptions) {
    this.#options = options;
    // Strict mode mounts twice: a link that is closed at once never opens a socket.
    this.#timer = setTimeout(() => void this.#connect(), 0);
  }

  /** Sends keystrokes; false when there is no connection to take them. */
  type(bytes: Uint8Array<ArrayBuffer>): boolean {
    return this.#send(bytes);
  }

  /** Sends a control frame. */
  tell(control: UpControl): void {
    this.#send(JSON.stringify(control));
  }

  /** Tries at once instead of waiting for the back-off. */
  hurry(): void {
    if (this.#socket !== undefined || this.#closed.signal.aborted) return;
    clearTimeout(this.#timer);
    void this.#connect();
  }

  /** Ends it for good. */
  close(): void {
    this.#closed.abort();
    clearTimeout(this.#timer);
    const socket = this.#socket;
    // Browsers complain of a socket that is closed before it is open.
    if (socket?.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
    else socket?.close();
  }

  async #connect(): Promise<void> {
    const { signal } = this.#closed;
    try {
      const { ticket, path } = await this.#options.ticket(signal);
      if (signal.aborted) return;
      this.#open(path, ticket);
    } catch {
      if (!signal.aborted) this.#lost(0);
    }
  }

  #open(path: string, ticket: string): void {
    const address = new URL(webSocketUrl(path));
    const query = address.searchParams;
    if (this.#options.mode === "read") query.set("mode", "read");
    // Who comes late is shown the screen as it is, with what scrolled off it: bytes from the middle of a full-screen
    // program's output would paint garbage. Who comes back goes on exactly where the connection broke.
    if (this.#stream.next === undefined) query.set("screen", "1");
    else query.set("from", String(this.#stream.next));
    const socket = new WebSocket(address, [consoleSubprotocol, ticketSubprotocolPrefix + ticket]);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (this.#closed.signal.aborted) return;
      if (typeof data === "string") this.#takeControl(data);
      else if (data instanceof ArrayBuffer) this.#takeBytes(new Uint8Array(data));
    };
    socket.onclose = ({ code }) => {
      this.#socket = undefined;
      if (!this.#closed.signal.aborted) this.#lost(code);
    };
    this.#socket = socket;
  }

  #takeControl(text: string): void {
    const control = parseControl(text);
    if (control === undefined) return;
    if (control.type === "hello") {
      this.#attempt = 0;
      this.#note(this.#stream.greeted(control.seq));
    } else if (control.type === "gap") {
      this.#note(this.#stream.skipped(control.from, control.to));
    }
    this.#options.listener.onControl(control);
  }

  #takeBytes(bytes: Uint8Array): void {
    this.#stream.received(bytes.length);
    const socket = this.#socket;
    this.#options.listener.onBytes(bytes, () => {
      // Bytes of a connection that is gone need no acknowledgement; the new one counts from its greeting.
      if (socket !== this.#socket) return;
      const seq = this.#stream.parsed(bytes.length);
      if (seq !== undefined) this.tell({ type: "ack", seq });
    });
  }

  #lost(code: number): void {
    const what = afterClose({ code, attempt: this.#attempt });
    this.#attempt += 1;
    if (what.type === "again") this.#timer = setTimeout(() => void this.#connect(), what.afterMs);
    this.#options.listener.onLost(what);
  }

  #note(note: StreamNote | undefined): void {
    if (note !== undefined) this.#options.listener.onNote(note);
  }

  #send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(data);
    return true;
  }
}
