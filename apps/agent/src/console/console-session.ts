import { setTimeout as delay } from "node:timers/promises";
import {
  type DownControl,
  defaultReplayBytes,
  type InstanceState,
  maxFrameBytes,
} from "@gantry/kvm-core/model";
import { Bell } from "./bell.ts";
import type { ConsolePort } from "./console-port.ts";
import type { ConsoleRoom, ConsoleRooms, RoomMember } from "./console-room.ts";
import { FrameMemory } from "./frame-memory.ts";
import type { ConsoleWish, Leg, LegBegin, LegEnd } from "./leg.ts";
import { Notices } from "./notices.ts";
import { pauseBeforeFrame } from "./pacing.ts";
import type { Screens } from "./screens.ts";
import { firstByte, type StartAt } from "./start-at.ts";
import { type InputServices, ViewerInput } from "./viewer-input.ts";
import type { ViewerSocket } from "./viewer-socket.ts";
import { ViewerWindow } from "./viewer-window.ts";

/** A viewer this far behind the guest, and not taking what is sent, is shown a gap instead of the whole past. */
const skipBeyondBytes = 2 * 1024 * 1024;

/** What a session needs of its host. */
export interface SessionServices extends InputServices {
  readonly host: string;
  readonly rooms: ConsoleRooms;
  readonly screens: Screens;
  /** The state of an instance on this host; undefined when it is not here any more. */
  stateOf(instance: string): InstanceState | undefined;
  /** A viewer was too slow for so many bytes, and was shown a gap. */
  skipped(wish: ConsoleWish, bytes: number): void;
  onInstanceChange(listener: () => void): Disposable;
  /** Whether this still is the port: a spec with other ports brings new ones. */
  isPresent(wish: ConsoleWish, port: ConsolePort): boolean;
}

/** A leg on this host: reads the shared ring at the viewer's own pace. The guest never waits for it. */
export class ConsoleSession implements Leg {
  readonly #services: SessionServices;
  readonly #wish: ConsoleWish;
  readonly #port: ConsolePort;
  readonly #bell = new Bell();
  readonly #window = new ViewerWindow();
  readonly #notices = new Notices(() => this.#bell.ring());
  readonly #boots: { n: number; seq: number }[] = [];
  #input: ViewerInput | undefined;
  #next: number | undefined;
  #hasSeat = false;
  #end: LegEnd | undefined;

  constructor(services: SessionServices, wish: ConsoleWish, port: ConsolePort) {
    this.#services = services;
    this.#wish = wish;
    this.#port = port;
  }

  get next(): number | undefined {
    return this.#next;
  }

  get hasSeat(): boolean {
    return this.#hasSeat;
  }

  async run(viewer: ViewerSocket, { startAt, continued, takesFreeSeat }: LegBegin): Promise<LegEnd> {
    const tell = (control: DownControl) => {
      // When all leave together the seat of one is not the other's for that.
      if (this.#end !== undefined) return;
      if (control.type === "seat") this.#hasSeat = control.mine;
      this.#notices.put(control);
    };
    const { instance, port, caller, mode } = this.#wish;
    const person = { name: caller.name, mode, takesFreeSeat, tell };
    using seat = this.#services.rooms.join(`${instance}/${port}`, person);
    using _boots = this.#port.onBoot((boot) => {
      this.#boots.push(boot);
      this.#bell.ring();
    });
    using _data = this.#port.onData(() => this.#bell.ring());
    using _changes = this.#followState(viewer);
    const stop = () => this.#finish("viewer-left");
    viewer.closed.addEventListener("abort", stop, { once: true });
    try {
      const first = await this.#greet(viewer, seat, { startAt, continued });
      using _keys = this.#readKeys(viewer, seat);
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
    if (startAt.kind === "from") await this.#awaitPast(startAt.seq, viewer);
    const size = room.size;
    const screen =
      startAt.kind === "screen" ? await this.#services.screens.paint(this.#port, size) : undefined;
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
        size,
      };
      viewer.sendControl({ type: "hello", ...hello });
    }
    if (startAt.kind === "from" && startAt.seq < seq)
      viewer.sendControl({ type: "gap", from: startAt.seq, to: seq });
    if (screen !== undefined) viewer.sendControl({ type: "screen", ...size, ...screen });
    const present = room.seatOf(member);
    this.#hasSeat = present.mine;
    viewer.sendControl(present);
    return seq;
  }

  /** After a move the older bytes come a moment later than the guest: who asks for them waits until they are here. */
  async #awaitPast(seq: number, viewer: ViewerSocket): Promise<void> {
    if (this.#port.keptFrom(seq) <= seq) return;
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    viewer.closed.addEventListener("abort", () => resolve(), { once: true });
    await Promise.race([this.#port.past.settled(), gone]);
  }

  async #pump(viewer: ViewerSocket, first: number): Promise<LegEnd> {
    let next = first;
    let lastFrameAt = Number.NEGATIVE_INFINITY;
    let blocked = false;
    const frames = new FrameMemory();
    // What was there at the beginning is sent in full: the viewer asked for it.
    const owed = this.#port.seq;
    this.#next = next;
    this.#window.begin(next);
    while (this.#end === undefined) {
      for (const notice of this.#notices.take(performance.now(), viewer.bufferedBytes))
        viewer.sendControl(notice);
      this.#announceBoots(viewer, next);
      const room = this.#window.room(viewer.bufferedBytes);
      const pending = this.#port.seq - next;
      if (pending <= 0 || room <= 0) {
        blocked ||= room <= 0;
        await this.#bell.wait();
        continue;
      }
      const tooSlow = blocked && next >= owed && pending > skipBeyondBytes;
      // Kept bytes have holes: between boots, and where somebody cleared the log.
      const kept = this.#port.keptFrom(tooSlow ? this.#port.seq - defaultReplayBytes : next);
      if (kept > next) {
        if (tooSlow) this.#services.skipped(this.#wish, kept - next);
        next = this.#skip(viewer, { from: next, to: kept });
        continue;
      }
      const pause = pauseBeforeFrame({
        now: performance.now(),
        lastFrameAt,
        lastKeyAt: this.#input?.lastKeyAt ?? Number.NEGATIVE_INFINITY,
        pendingBytes: pending,
        frameBytes: maxFrameBytes,
      });
      if (pause > 0) {
        await delay(pause);
        continue;
      }
      blocked = false;
      const most = Math.min(room, maxFrameBytes, this.#untilBoot(next));
      const bytes =
        this.#port.readNow(next, most, (count) => frames.take(count)) ?? (await this.#read(next, most));
      if (bytes === undefined) continue;
      if (bytes.length === 0) await this.#bell.wait();
      lastFrameAt = performance.now();
      next += bytes.length;
      this.#next = next;
      this.#window.sent(bytes.length);
      if (bytes.length > 0) viewer.sendBytes(bytes, () => this.#bell.ring());
      // What the socket has not taken yet is its own; and a quiet console needs no memory for frames.
      if (viewer.bufferedBytes > 0 || pending < maxFrameBytes) frames.letGo();
    }
    return this.#end;
  }

  /** Undefined when somebody has just cleared the log. */
  async #read(from: number, maxBytes: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#port.read(from, maxBytes);
    } catch (error) {
      if (this.#port.keptFrom(from) > from) return undefined;
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

  #readKeys(viewer: ViewerSocket, { room, member }: { room: ConsoleRoom; member: RoomMember }): Disposable {
    const input = new ViewerInput(this.#services, {
      wish: this.#wish,
      port: this.#port,
      viewer,
      room,
      member,
      isLeaving: () => this.#isLeaving(),
      acknowledged: (seq) => {
        this.#window.acknowledged(seq);
        this.#bell.ring();
      },
    });
    this.#input = input;
    return viewer.read((frame) => {
      if (!input.take(frame)) this.#finish("bad-frame");
    });
  }

  #followState(viewer: ViewerSocket): Disposable {
    let told = this.#services.stateOf(this.#wish.instance);
    // Its process here ends before the new host is heard of: what was moving has moved, whatever was seen in between.
    let moving = told === undefined || told === "migrating";
    const look = () => {
      const state = this.#services.stateOf(this.#wish.instance);
      moving ||= state === "migrating";
      if (state === undefined) this.#finish(moving ? "moved" : "gone");
      else if (!this.#services.isPresent(this.#wish, this.#port)) this.#finish("reopened");
      else if (state !== told) {
        this.#notices.put({ type: "state", state });
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
