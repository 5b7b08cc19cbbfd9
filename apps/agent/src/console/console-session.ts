import { setTimeout as delay } from "node:timers/promises";
import { defaultReplayBytes, GantryError, type InstanceState, maxFrameBytes } from "@gantry/kvm-core/model";
import { Bell } from "./bell.ts";
import type { ConsolePort } from "./console-port.ts";
import type { ConsoleRoom, ConsoleRooms, RoomMember } from "./console-room.ts";
import type { ConsoleWish, Leg, LegEnd } from "./leg.ts";
import { pauseBeforeFrame } from "./pacing.ts";
import { paintScreen } from "./screen.ts";
import { firstByte, type StartAt } from "./start-at.ts";
import { parseUpControl } from "./up-frame.ts";
import type { UpFrame, ViewerSocket } from "./viewer-socket.ts";
import { ViewerWindow } from "./viewer-window.ts";

/** A viewer this far behind the guest, and not taking what is sent, is shown a gap instead of the whole past. */
const skipBeyondBytes = 2 * 1024 * 1024;

/** What a session needs of its host. */
export interface SessionServices {
  readonly host: string;
  readonly rooms: ConsoleRooms;
  /** The state of an instance on this host; undefined when it is not here any more. */
  stateOf(instance: string): InstanceState | undefined;
  onInstanceChange(listener: () => void): Disposable;
  /** Sends a serial BREAK to the guest. */
  sendBreak(wish: ConsoleWish): void;
  /** Somebody took the seat from somebody else. */
  tookOver(wish: ConsoleWish): void;
}

/** A leg on this host: reads the shared ring at the viewer's own pace. The guest never waits for it. */
export class ConsoleSession implements Leg {
  readonly #services: SessionServices;
  readonly #wish: ConsoleWish;
  readonly #port: ConsolePort;
  readonly #bell = new Bell();
  readonly #window = new ViewerWindow();
  readonly #boots: { n: number; seq: number }[] = [];
  #next: number | undefined;
  #lastKeyAt = Number.NEGATIVE_INFINITY;
  #end: LegEnd | undefined;

  constructor(services: SessionServices, wish: ConsoleWish, port: ConsolePort) {
    this.#services = services;
    this.#wish = wish;
    this.#port = port;
  }

  get next(): number | undefined {
    return this.#next;
  }

  async run(
    viewer: ViewerSocket,
    { startAt, continued }: { startAt: StartAt; continued: boolean },
  ): Promise<LegEnd> {
    const tell = (control: Parameters<ViewerSocket["sendControl"]>[0]) => viewer.sendControl(control);
    const person = { name: this.#wish.caller.name, mode: this.#wish.mode, tell };
    const { instance, port } = this.#wish;
    using seat = this.#services.rooms.join(`${instance}/${port}`, person);
    using _boots = this.#port.onBoot((boot) => {
      this.#boots.push(boot);
      this.#bell.ring();
    });
    using _data = this.#port.onData(() => this.#bell.ring());
    using _changes = this.#followState(viewer);
    const stop = () => this.#finish("viewer-left");
    viewer.closed.addEventListener("abort", stop, { once: true });
    const first = await this.#greet(viewer, seat, { startAt, continued });
    using _keys = viewer.read((frame) => this.#take(frame, seat, viewer));
    try {
      return await this.#pump(viewer, first);
    } finally {
      viewer.closed.removeEventListener("abort", stop);
    }
  }

  /** Tells the viewer where it is, and answers the number of its first byte. */
  async #greet(
    viewer: ViewerSocket,
    { room, member }: { room: ConsoleRoom; member: RoomMember },
    { startAt, continued }: { startAt: StartAt; continued: boolean },
  ): Promise<number> {
    await this.#port.settle();
    const screen = startAt.kind === "screen" ? await paintScreen(this.#port, room.size) : undefined;
    const seq = screen?.seq ?? firstByte(startAt, this.#port);
    const state = this.#services.stateOf(this.#wish.instance) ?? "unknown";
    const { mode } = this.#wish;
    if (continued) viewer.sendControl({ type: "state", state });
    else {
      const { boot, seq: now } = this.#port;
      const hello = {
        seq,
        now,
        boot,
        mode,
        state,
        host: this.#services.host,
        viewers: room.viewers(),
        size: room.size,
      };
      viewer.sendControl({ type: "hello", ...hello });
    }
    if (startAt.kind === "from" && startAt.seq < seq)
      viewer.sendControl({ type: "gap", from: startAt.seq, to: seq });
    if (screen !== undefined) viewer.sendControl({ type: "screen", ...room.size, ...screen });
    viewer.sendControl(room.seatOf(member));
    return seq;
  }

  async #pump(viewer: ViewerSocket, first: number): Promise<LegEnd> {
    let next = first;
    let lastFrameAt = Number.NEGATIVE_INFINITY;
    let blocked = false;
    // What was there at the beginning is sent in full: the viewer asked for it.
    const owed = this.#port.seq;
    this.#next = next;
    this.#window.begin(next);
    while (this.#end === undefined) {
      this.#announceBoots(viewer, next);
      const room = this.#window.room(viewer.bufferedBytes);
      const pending = this.#port.seq - next;
      if (pending <= 0 || room <= 0) {
        blocked ||= room <= 0;
        await this.#bell.wait();
        continue;
      }
      const tooSlow = blocked && next >= owed && pending > skipBeyondBytes;
      const kept = this.#port.keptFrom(next);
      if (tooSlow || next < kept) {
        next = this.#skip(viewer, {
          from: next,
          to: tooSlow ? this.#port.seq - defaultReplayBytes : kept,
        });
        continue;
      }
      const pause = pauseBeforeFrame({
        now: performance.now(),
        lastFrameAt,
        lastKeyAt: this.#lastKeyAt,
        pendingBytes: pending,
        frameBytes: maxFrameBytes,
      });
      if (pause > 0) {
        await delay(pause);
        continue;
      }
      blocked = false;
      const bytes = await this.#read(next, Math.min(room, maxFrameBytes, this.#untilBoot(next)));
      if (bytes === undefined) continue;
      if (bytes.length === 0) await this.#bell.wait();
      lastFrameAt = performance.now();
      next += bytes.length;
      this.#next = next;
      this.#window.sent(bytes.length);
      if (bytes.length > 0) viewer.sendBytes(bytes, () => this.#bell.ring());
    }
    return this.#end;
  }

  /** Undefined when they are not kept any more since a moment ago. */
  async #read(from: number, maxBytes: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#port.read(from, maxBytes);
    } catch (error) {
      if (GantryError.from(error).code === "not_found") return undefined;
      throw error;
    }
  }

  #skip(viewer: ViewerSocket, { from, to }: { from: number; to: number }): number {
    viewer.sendControl({ type: "gap", from, to });
    this.#window.skipped(to - from);
    this.#next = to;
    return to;
  }

  #announceBoots(viewer: ViewerSocket, next: number): void {
    for (let boot = this.#boots[0]; boot !== undefined && boot.seq <= next; boot = this.#boots[0]) {
      viewer.sendControl({ type: "boot", ...boot });
      this.#boots.shift();
    }
  }

  /** Frames end where a boot begins, so that its mark stands exactly there. */
  #untilBoot(next: number): number {
    const boot = this.#boots[0];
    return boot === undefined ? Number.POSITIVE_INFINITY : boot.seq - next;
  }

  #take(
    frame: UpFrame,
    { room, member }: { room: ConsoleRoom; member: RoomMember },
    viewer: ViewerSocket,
  ): void {
    if (frame.isBinary) {
      this.#lastKeyAt = performance.now();
      if (!room.mayType(member) || this.#port.write(frame.data)) return;
      // A guest on its way takes nothing here; it is typed where it arrives, or here if it stays.
      if (this.#isLeaving()) viewer.putBack(frame);
      return;
    }
    const control = parseUpControl(frame);
    if (control === undefined) this.#finish("bad-frame");
    else if (control.type === "ack") {
      this.#window.acknowledged(control.seq);
      this.#bell.ring();
    } else if (control.type === "size") room.resize(member, { cols: control.cols, rows: control.rows });
    else if (control.type === "break") {
      if (room.mayType(member)) this.#services.sendBreak(this.#wish);
    } else if (control.type === "seat" && room.changeSeat(member, control.action))
      this.#services.tookOver(this.#wish);
  }

  #followState(viewer: ViewerSocket): Disposable {
    let told = this.#services.stateOf(this.#wish.instance);
    // Its process here ends before the new host is heard of: what was moving has moved, whatever was seen in between.
    let moving = told === undefined || told === "migrating";
    const look = () => {
      const state = this.#services.stateOf(this.#wish.instance);
      moving ||= state === "migrating";
      if (state === undefined) this.#finish(moving ? "moved" : "gone");
      else if (state !== told) {
        viewer.sendControl({ type: "state", state });
        viewer.deliver();
      }
      told = state;
    };
    look();
    return this.#services.onInstanceChange(look);
  }

  #isLeaving(): boolean {
    const state = this.#services.stateOf(this.#wish.instance);
    return state === undefined || state === "migrating";
  }

  #finish(end: LegEnd): void {
    this.#end ??= end;
    this.#bell.ring();
  }
}
