import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempDisposable, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acknowledgeEveryBytes, type DownControl, downControlSchema } from "@gantry/kvm-core/model";
import { SerialPort } from "@gantry/kvm-core/serial";
import { expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { until } from "../testing/until.ts";
import { ConsoleRooms } from "./console-room.ts";
import { ConsoleSession } from "./console-session.ts";
import { Screens } from "./screens.ts";
import { ViewerSocket } from "./viewer-socket.ts";

const floodBytes = 100 * 1000 * 1000;
/** What the guest writes, again and again. Its length is no power of two: a byte at a wrong place shows. */
const block = randomBytes(1_000_003);

/** A viewer that checks every byte against its number, and acknowledges only what it is told to. */
class CheckingViewer {
  readonly socket: WebSocket;
  readonly gaps: Extract<DownControl, { type: "gap" }>[] = [];
  seq = 0;
  received = 0;
  wrong = 0;
  isLazy = false;
  #acknowledged = 0;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.#check(data);
      else this.#hear(downControlSchema.parse(JSON.parse(data.toString())));
    });
  }

  acknowledge(): void {
    this.#acknowledged = this.seq;
    this.socket.send(JSON.stringify({ type: "ack", seq: this.seq }));
  }

  #hear(control: DownControl): void {
    if (control.type === "hello") this.seq = control.seq;
    if (control.type !== "gap") return;
    this.gaps.push(control);
    this.seq = control.to;
  }

  #check(data: Buffer): void {
    for (let at = 0; at < data.length; ) {
      const place = (this.seq + at) % block.length;
      const length = Math.min(data.length - at, block.length - place);
      if (data.compare(block, place, place + length, at, at + length) !== 0) this.wrong += 1;
      at += length;
    }
    this.seq += data.length;
    this.received += data.length;
    if (!this.isLazy && this.seq - this.#acknowledged >= acknowledgeEveryBytes) this.acknowledge();
  }
}

it("A hundred megabytes of random bytes reach a fast viewer whole, and a slow one right as far as it goes", async () => {
  await using scope = new AsyncDisposableStack();
  const { path } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-random-")));
  const logPath = join(path, "serial.log");
  const port = scope.use(await SerialPort.open({ logPath, log: true }));
  const log = scope.use(await open(logPath, "a"));
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  scope.defer(() => {
    server.close();
  });
  await once(server, "listening");
  const services = {
    host: "host-a",
    rooms: new ConsoleRooms(),
    screens: new Screens(),
    stateOf: () => "running" as const,
    onInstanceChange: () => ({ [Symbol.dispose]: () => undefined }),
    isPresent: () => true,
    sendBreak: async () => true,
    pressCtrlAltDel: async () => undefined,
    tookOver: () => undefined,
    skipped: () => undefined,
    typed: () => undefined,
  };
  const caller = { name: "ada", role: "viewer", from: "::1", valid: new AbortController().signal } as const;
  const wish = { caller, instance: "web-1", mode: "read", port: 0, takesFreeSeat: true } as const;
  server.on("connection", (socket) => {
    const session = new ConsoleSession(services, wish, port);
    const begin = { startAt: { kind: "from", seq: 0 }, continued: false, takesFreeSeat: true } as const;
    void session.run(new ViewerSocket(socket), begin);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const viewer = () => {
    const made = new CheckingViewer(`ws://127.0.0.1:${address.port}`);
    scope.defer(() => made.socket.terminate());
    return made;
  };
  const [fast, slow] = [viewer(), viewer()];
  for (const { socket } of [fast, slow]) await once(socket, "open");
  slow.isLazy = true;
  for (let written = 0; written < floodBytes; ) {
    const start = written % block.length;
    const lot = block.subarray(
      start,
      Math.min(block.length, start + 512 * 1024, start + floodBytes - written),
    );
    await log.appendFile(lot);
    written += lot.length;
    await port.settle();
    // A guest is slower than this: the fast viewer never falls so far behind that it would be shown a gap.
    await until("the fast one keeps up", () => fast.seq > written - 1024 * 1024 || undefined);
    if (written % (10 * block.length) < lot.length) slow.acknowledge();
  }
  await until("the fast one has everything", () => fast.seq === floodBytes || undefined);
  slow.isLazy = false;
  slow.acknowledge();
  await until("the slow one has come to the end", () => slow.seq === floodBytes || undefined);
  expect([fast.received, fast.wrong, fast.gaps]).toEqual([floodBytes, 0, []]);
  expect(slow.wrong).toBe(0);
  expect(slow.gaps.length).toBeGreaterThan(2);
  const missed = slow.gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  expect(slow.received + missed).toBe(floodBytes);
}, 120_000);
