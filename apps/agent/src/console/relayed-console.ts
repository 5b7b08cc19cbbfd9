import type { ConnectionOptions } from "node:tls";
import {
  consoleClose,
  consoleSubprotocol,
  type DownControl,
  downControlSchema,
  maxFrameBytes,
} from "@gantry/kvm-core/model";
import { WebSocket } from "ws";
import type { ConsoleWish, Leg, LegBegin, LegEnd } from "./leg.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

/** Bytes that may wait on one side before the other is not read any more. */
const holdBytes = 128 * 1024;
const handshakeMs = 5000;

/** How a peer's consoles are reached. */
export interface ConsolePeer {
  readonly url: string;
  /** What the connection needs besides the headers. */
  tls(): ConnectionOptions;
  headers(caller: ConsoleWish["caller"]): Promise<Record<string, string>>;
}

/** A leg on another host: its agent's console, passed on frame by frame in both directions. */
export class RelayedConsole implements Leg {
  readonly #peer: ConsolePeer;
  readonly #wish: ConsoleWish;
  #next: number | undefined;
  #hasSeat = false;

  constructor(peer: ConsolePeer, wish: ConsoleWish) {
    this.#peer = peer;
    this.#wish = wish;
  }

  get next(): number | undefined {
    return this.#next;
  }

  get hasSeat(): boolean {
    return this.#hasSeat;
  }

  async run(viewer: ViewerSocket, begin: LegBegin): Promise<LegEnd> {
    const { continued } = begin;
    const headers = await this.#peer.headers(this.#wish.caller).catch(() => undefined);
    if (headers === undefined) return "host-away";
    const { promise: ended, resolve: end } = Promise.withResolvers<LegEnd>();
    const far = new WebSocket(this.#url(begin), consoleSubprotocol, {
      ...this.#peer.tls(),
      headers,
      handshakeTimeout: handshakeMs,
      perMessageDeflate: false,
      // Control frames with a whole screen are longer than frames of guest bytes.
      maxPayload: 16 * maxFrameBytes,
    });
    const leave = () => end("viewer-left");
    viewer.closed.addEventListener("abort", leave, { once: true });
    far.on("error", () => far.terminate());
    // That host has just lost it, or does not know yet that it has it.
    far.on("unexpected-response", (_request, { statusCode }) => {
      end(statusCode === 404 ? "gone" : "host-away");
      far.terminate();
    });
    far.on("close", (code) => end(endOf(code)));
    far.on("message", (data: Buffer, isBinary) => this.#passDown(far, viewer, { data, isBinary, continued }));
    const opened = new Promise<void>((resolve) => far.once("open", resolve));
    await Promise.race([opened, ended]);
    using _keys = viewer.read((frame) => {
      const hasRoom = far.readyState === WebSocket.OPEN && far.bufferedAmount < holdBytes;
      // What the far side does not take waits with the viewer.
      if (hasRoom) far.send(frame.data, { binary: frame.isBinary }, () => viewer.deliver());
      else viewer.putBack(frame);
    });
    try {
      return await ended;
    } finally {
      viewer.closed.removeEventListener("abort", leave);
      far.terminate();
    }
  }

  #url({ startAt, takesFreeSeat }: LegBegin): string {
    const { instance, mode, port } = this.#wish;
    const query = new URLSearchParams({ mode, port: String(port) });
    if (!takesFreeSeat) query.set("seat", "0");
    if (startAt.kind === "from") query.set("from", String(startAt.seq));
    if (startAt.kind === "screen") query.set("screen", "1");
    return `${this.#peer.url.replace(/^http/, "ws")}/console/${instance}?${query.toString()}`;
  }

  #passDown(
    far: WebSocket,
    viewer: ViewerSocket,
    { data, isBinary, continued }: { data: Buffer; isBinary: boolean; continued: boolean },
  ): void {
    const taken = () => {
      if (viewer.bufferedBytes < holdBytes) far.resume();
    };
    if (isBinary) {
      if (this.#next !== undefined) this.#next += data.length;
      viewer.sendBytes(data, taken);
    } else {
      const control = this.#note(data.toString());
      // A viewer that was greeted before is told what is new only.
      if (control?.type === "hello" && continued) viewer.sendControl({ type: "state", state: control.state });
      else if (control !== undefined) viewer.sendText(JSON.stringify(control), taken);
    }
    if (viewer.bufferedBytes >= holdBytes) far.pause();
  }

  /** Keeps count of where the viewer is. */
  #note(text: string): DownControl | undefined {
    const control = downControlSchema.safeParse(JSON.parse(text)).data;
    if (control?.type === "hello" || control?.type === "screen") this.#next = control.seq;
    if (control?.type === "gap") this.#next = control.to;
    if (control?.type === "seat") this.#hasSeat = control.mine;
    return control;
  }
}

function endOf(code: number): LegEnd {
  if (code === consoleClose.moved.code) return "moved";
  if (code === consoleClose.deleted.code) return "gone";
  return code === consoleClose.badFrame.code ? "bad-frame" : "host-away";
}
