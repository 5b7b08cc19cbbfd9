import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { defaultReplayBytes, viewerWindowBytes } from "@gantry/kvm-core/model";
import type { SerialBoot } from "@gantry/kvm-core/serial";
import { describe, expect, it } from "vitest";
import { WebSocketServer } from "ws";
import { SkippedBytes } from "../metrics/console-metrics.ts";
import { TestConsole } from "../testing/test-console.ts";
import { until } from "../testing/until.ts";
import type { ConsolePort } from "./console-port.ts";
import { ConsoleRooms } from "./console-room.ts";
import { ConsoleSession } from "./console-session.ts";
import { Screens } from "./screens.ts";
import type { ConsoleWish } from "./leg.ts";
import type { StartAt } from "./start-at.ts";
import { ViewerSocket } from "./viewer-socket.ts";

/** A guest that says what the test makes it say: the byte numbered n is n modulo 251. */
class TalkingPort implements ConsolePort {
  seq = 0;
  oldest = 0;
  /** In the middle of what is kept. */
  hole = { from: 0, to: 0 };
  boot = 1;
  readonly keys: string[] = [];
  readonly past = { settled: async () => this.onSettled() };
  /** What comes of the past in the end. */
  onSettled: () => void = () => undefined;
  #onData: () => void = () => undefined;
  #onBoot: (boot: SerialBoot) => void = () => undefined;

  say(bytes: number): void {
    this.seq += bytes;
    this.#onData();
  }

  reset(): void {
    this.boot += 1;
    this.#onBoot({ n: this.boot, seq: this.seq, at: new Date().toISOString() });
  }

  async settle(): Promise<number> {
    return this.seq;
  }

  keptFrom(seq: number): number {
    const kept = Math.max(seq, this.oldest);
    return this.hole.from <= kept && kept < this.hole.to ? this.hole.to : kept;
  }

  async read(from: number, maxBytes: number): Promise<Uint8Array> {
    const end = from < this.hole.from ? this.hole.from : this.seq;
    const length = Math.min(maxBytes, end - from);
    return Uint8Array.from({ length }, (_, index) => (from + index) % 251);
  }

  readNow(): undefined {
    return undefined;
  }

  onData(listener: () => void): Disposable {
    this.#onData = listener;
    return { [Symbol.dispose]: () => undefined };
  }

  onBoot(listener: (boot: SerialBoot) => void): Disposable {
    this.#onBoot = listener;
    return { [Symbol.dispose]: () => undefined };
  }

  write(bytes: Uint8Array): boolean {
    this.keys.push(Buffer.from(bytes).toString());
    return true;
  }
}

const wish: ConsoleWish = {
  caller: { name: "ada", role: "operator", from: "10.0.0.9", valid: new AbortController().signal },
  instance: "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d",
  mode: "write",
  port: 0,
  takesFreeSeat: true,
};

/** A session on a real WebSocket. */
async function watch(port: TalkingPort, startAt: StartAt = { kind: "recent" }) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  const skipped = new SkippedBytes();
  await once(server, "listening");
  server.on("connection", (socket) => {
    const session = new ConsoleSession(
      {
        host: "host-a",
        rooms: new ConsoleRooms(),
        screens: new Screens(),
        stateOf: () => "running",
        onInstanceChange: () => ({ [Symbol.dispose]: () => undefined }),
        isPresent: () => true,
        sendBreak: async () => {
          // The keys behind it have to wait for its end.
          await delay(1);
          port.keys.push("BREAK");
          return true;
        },
        pressCtrlAltDel: async () => void port.keys.push("CTRL-ALT-DEL"),
        tookOver: () => undefined,
        skipped: ({ instance }, bytes) => skipped.add(instance, bytes),
        typed: () => undefined,
      },
      wish,
      port,
    );
    void session.run(new ViewerSocket(socket), { startAt, continued: false, takesFreeSeat: true });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const viewer = await TestConsole.open(`ws://127.0.0.1:${address.port}`, { protocols: [] });
  return {
    viewer,
    /** What was counted as too much for the viewer. */
    skippedBytes: () => skipped.of(wish.instance),
    async [Symbol.asyncDispose]() {
      await viewer[Symbol.asyncDispose]();
      server.close();
    },
  };
}

/** How many bytes are not what their numbers say, gaps counted. */
function faults(viewer: TestConsole): number {
  const gaps = viewer.controls.filter((control) => control.type === "gap");
  let seq = viewer.first;
  return viewer.bytes.filter((byte) => {
    const gap = gaps.find(({ from }) => from === seq);
    if (gap !== undefined) seq = gap.to;
    seq += 1;
    return byte !== (seq - 1) % 251;
  }).length;
}

describe("A console session", () => {
  it("shows the gap to a viewer that fell far behind, and nobody's bytes are wrong", async () => {
    const port = new TalkingPort();
    await using session = await watch(port);
    const { viewer } = session;
    viewer.control({ type: "ack", seq: 0 });
    port.say(1000);
    await until("it reads", () => viewer.bytes.length === 1000 || undefined);
    port.say(8 * 1024 * 1024);
    await until("the window is full", () => viewer.bytes.length >= viewerWindowBytes || undefined);
    const sent = viewer.bytes.length;
    viewer.control({ type: "ack", seq: sent });
    const gap = await until("the gap is shown", () => viewer.last("gap"));
    expect(gap).toEqual({ type: "gap", from: sent, to: port.seq - defaultReplayBytes });
    expect(session.skippedBytes()).toBe(gap.to - gap.from);
    await until("it is up to date", () => viewer.bytes.length === sent + defaultReplayBytes || undefined);
    expect(faults(viewer)).toBe(0);
  });

  it("sends in full what a viewer came back for, however much it is", async () => {
    const port = new TalkingPort();
    port.say(6 * 1024 * 1024);
    await using session = await watch(port, { kind: "from", seq: 100 });
    const { viewer } = session;
    let acknowledged = 0;
    await until("it has everything", () => {
      if (viewer.bytes.length > acknowledged) {
        acknowledged = viewer.bytes.length;
        viewer.control({ type: "ack", seq: 100 + acknowledged });
      }
      return acknowledged === port.seq - 100 || undefined;
    });
    expect(viewer.last("gap")).toBeUndefined();
    expect(faults(viewer)).toBe(0);
  });

  it("shows what is gone when a viewer asks for it", async () => {
    const port = new TalkingPort();
    port.say(100_000);
    port.oldest = 40_000;
    await using session = await watch(port, { kind: "from", seq: 100 });
    const { viewer } = session;
    await until("it has the rest", () => viewer.bytes.length === 60_000 || undefined);
    expect(viewer.first).toBe(40_000);
    expect(viewer.last("gap")).toEqual({ type: "gap", from: 100, to: 40_000 });
  });

  it("leads a viewer over what is not kept in the middle of the past", async () => {
    const port = new TalkingPort();
    port.say(100_000);
    port.hole = { from: 20_000, to: 70_000 };
    await using session = await watch(port, { kind: "from", seq: 10_000 });
    const { viewer } = session;
    await until("it has both ends", () => viewer.bytes.length === 40_000 || undefined);
    expect(viewer.last("gap")).toEqual({ type: "gap", from: 20_000, to: 70_000 });
    expect(faults(viewer)).toBe(0);
  });

  it("waits for what is on its way from another host when a viewer asks for it, and shows no gap", async () => {
    const port = new TalkingPort();
    port.say(100_000);
    port.oldest = 40_000;
    port.onSettled = () => (port.oldest = 0);
    await using session = await watch(port, { kind: "from", seq: 100 });
    const { viewer } = session;
    await until("it has everything", () => viewer.bytes.length === 99_900 || undefined);
    expect([viewer.first, viewer.last("gap"), faults(viewer)]).toEqual([100, undefined, 0]);
  });

  it("marks a boot exactly where it begins", async () => {
    const port = new TalkingPort();
    await using session = await watch(port);
    const { viewer } = session;
    let before = Number.NaN;
    viewer.socket.on("message", (data: Buffer, isBinary) => {
      if (!isBinary && data.includes('"boot"') && !data.includes("hello")) before = viewer.bytes.length;
    });
    port.say(50_000);
    port.reset();
    port.say(50_000);
    await until("it has everything", () => viewer.bytes.length === 100_000 || undefined);
    expect(viewer.last("boot")).toEqual({ type: "boot", n: 2, seq: 50_000 });
    expect(before).toBe(50_000);
  });

  it("shows the gap when somebody clears the log under a viewer", async () => {
    const port = new TalkingPort();
    await using session = await watch(port);
    const { viewer } = session;
    viewer.control({ type: "ack", seq: 0 });
    port.say(viewerWindowBytes);
    await until("the window is full", () => viewer.bytes.length === viewerWindowBytes || undefined);
    port.say(100_000);
    port.oldest = port.seq;
    viewer.control({ type: "ack", seq: viewerWindowBytes });
    const gap = await until("the gap is shown", () => viewer.last("gap"));
    expect(gap).toEqual({ type: "gap", from: viewerWindowBytes, to: port.seq });
    port.say(1000);
    await until("it goes on", () => viewer.bytes.length === viewerWindowBytes + 1000 || undefined);
    expect(faults(viewer)).toBe(0);
  });

  it("has keys wait for a BREAK, so that a SysRq letter follows it and nothing comes between", async () => {
    const port = new TalkingPort();
    await using session = await watch(port);
    const { viewer } = session;
    viewer.type("a");
    viewer.control({ type: "sysrq", key: "h" });
    viewer.type("b");
    viewer.control({ type: "break" });
    viewer.type("c");
    viewer.control({ type: "ctrl-alt-del" });
    viewer.type("d");
    await until("all is done", () => port.keys.includes("d") || undefined);
    expect(port.keys).toEqual(["a", "BREAK", "h", "b", "BREAK", "c", "CTRL-ALT-DEL", "d"]);
  });

  it("takes a flood of wishes for the seat as slowly as a person makes them, and loses no key", async () => {
    const port = new TalkingPort();
    await using session = await watch(port);
    const { viewer } = session;
    for (let count = 0; count < 100; count += 1) viewer.control({ type: "seat", action: "request" });
    for (let count = 0; count < 3000; count += 1) viewer.type("k");
    await until("every key has come", () => port.keys.length === 3000 || undefined);
    // Told at most each 50 ms, whatever is asked: a hundred answers would be a hundred frames.
    expect(viewer.controls.filter(({ type }) => type === "seat").length).toBeLessThan(60);
  });
});
