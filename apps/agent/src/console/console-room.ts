import type { DownControl, Viewer } from "@gantry/kvm-core/model";
import { Seat } from "./seat.ts";

const usualSize = { cols: 80, rows: 24 };

/** One who looks at a console. */
export interface RoomMember {
  /** Unique in the room: the second `ada` is `ada (2)`. */
  readonly name: string;
  readonly mode: "read" | "write";
  /** Whether a free seat is theirs at once. Else it is when they type or ask. */
  readonly takesFreeSeat: boolean;
  /** Called often in a crowd: what is told last counts. */
  readonly tell: (control: DownControl) => void;
}

/** Everyone at one console of one instance, and which of them may type. */
export class ConsoleRoom {
  readonly #members = new Set<RoomMember>();
  readonly #seat: Seat<RoomMember>;
  #size = usualSize;
  #due: NodeJS.Timeout | undefined;
  #acting: Promise<void> | undefined;

  constructor(now?: () => number) {
    this.#seat = new Seat(now);
  }

  get size(): { cols: number; rows: number } {
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** Resolves when nobody is in the middle of an {@link act}; undefined when nobody is now. */
  get acting(): Promise<void> | undefined {
    return this.#acting;
  }

  viewers(): Viewer[] {
    return [...this.#members].map((member) => ({ name: member.name, writer: member === this.#seat.holder }));
  }

  /** Lets somebody in. Disposing it is leaving. */
  join(person: RoomMember): { member: RoomMember } & Disposable {
    const member = { ...person, name: this.#uniqueName(person.name) };
    this.#members.add(member);
    const isFree = this.#seat.holder === undefined;
    if (member.mode === "write" && member.takesFreeSeat && isFree) this.#seat.take(member);
    this.#tellSeat(member);
    return {
      member,
      [Symbol.dispose]: () => {
        this.#members.delete(member);
        this.#seat.release(member);
        this.#tellSeat();
      },
    };
  }

  /** Whether a keystroke of `member` reaches the guest. A seat that is free or idle is theirs by typing. */
  mayType(member: RoomMember): boolean {
    if (member.mode !== "write") return false;
    const before = this.#seat.holder;
    const granted = this.#seat.use(member);
    if (before !== this.#seat.holder) this.#tellSeat();
    else if (!granted) member.tell(this.seatOf(member));
    return granted;
  }

  /** @returns whether somebody else lost the seat by it. */
  changeSeat(member: RoomMember, action: "request" | "release" | "take"): boolean {
    if (member.mode !== "write") return false;
    const before = this.#seat.holder;
    if (action === "release") this.#seat.release(member);
    if (action === "request") this.#seat.request(member);
    if (action === "take") this.#seat.take(member);
    this.#tellSeat();
    return action === "take" && before !== undefined && before !== member;
  }

  /** Does what takes a moment and must not be mixed with keystrokes, which wait meanwhile. Never fails. */
  act(work: () => Promise<void>): void {
    const acting = (this.#acting ?? Promise.resolve()).then(work).catch(() => undefined);
    this.#acting = acting;
    void acting.then(() => {
      if (this.#acting === acting) this.#acting = undefined;
    });
  }

  /** Tells the others how large the terminal of one who may type is. The guest is never told by itself. */
  resize(member: RoomMember, size: { cols: number; rows: number }): void {
    if (member.mode !== "write") return;
    this.#size = size;
    for (const other of this.#members) {
      if (other !== member) other.tell({ type: "size", ...size, by: member.name });
    }
  }

  /** Who may type, as this member sees it. */
  seatOf(member: RoomMember): Extract<DownControl, { type: "seat" }> {
    return { ...this.#seatNow(), mine: this.#seat.holder === member };
  }

  #tellSeat(except?: RoomMember): void {
    const now = this.#seatNow();
    for (const member of this.#members)
      if (member !== except) member.tell({ ...now, mine: this.#seat.holder === member });
    this.#awaitIdleness();
  }

  #seatNow() {
    const { holder, asking, idleMs } = this.#seat;
    return {
      type: "seat" as const,
      holder: holder?.name ?? null,
      viewers: this.viewers(),
      ...(holder !== undefined && { idleSeconds: Math.floor(idleMs / 1000) }),
      ...(asking.length > 0 && { asking: asking.map(({ name }) => name) }),
    };
  }

  /** Somebody waits for the seat: looks again when its holder could have been idle for long enough. */
  #awaitIdleness(): void {
    clearTimeout(this.#due);
    const dueInMs = this.#seat.dueInMs;
    if (dueInMs === undefined) return;
    this.#due = setTimeout(() => {
      const before = this.#seat.holder;
      this.#seat.grantDue();
      if (before === this.#seat.holder) this.#awaitIdleness();
      else this.#tellSeat();
    }, dueInMs);
    this.#due.unref();
  }

  #uniqueName(name: string): string {
    const taken = new Set([...this.#members].map((member) => member.name));
    for (let count = 2; ; count += 1) {
      const candidate = count === 2 && !taken.has(name) ? name : `${name} (${count})`;
      if (!taken.has(candidate)) return candidate;
    }
  }
}

/** The rooms that somebody is in. */
export class ConsoleRooms {
  readonly #rooms = new Map<string, ConsoleRoom>();
  readonly #now: (() => number) | undefined;

  /** @param now the clock by which holders are idle, in milliseconds. */
  constructor(now?: () => number) {
    this.#now = now;
  }

  /** How large the terminals of a console are said to be. */
  sizeOf(key: string): { cols: number; rows: number } {
    return this.#rooms.get(key)?.size ?? usualSize;
  }

  /** How many look at the consoles of an instance, by its uuid. */
  viewersOf(instance: string): number {
    return [...this.#rooms]
      .filter(([key]) => key.startsWith(`${instance}/`))
      .reduce((sum, [, room]) => sum + room.viewers().length, 0);
  }

  /** Joins the room of a console, made when nobody was in it. */
  join(key: string, person: RoomMember): { room: ConsoleRoom; member: RoomMember } & Disposable {
    const room = this.#rooms.get(key) ?? new ConsoleRoom(this.#now);
    this.#rooms.set(key, room);
    const joined = room.join(person);
    return {
      room,
      member: joined.member,
      [Symbol.dispose]: () => {
        joined[Symbol.dispose]();
        if (room.isEmpty) this.#rooms.delete(key);
      },
    };
  }
}
