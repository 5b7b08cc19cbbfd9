import type { DownControl, Viewer } from "@gantry/kvm-core/model";
import { Seat } from "./seat.ts";

/** One who looks at a console. */
export interface RoomMember {
  /** Unique in the room: the second `ada` is `ada (2)`. */
  readonly name: string;
  readonly mode: "read" | "write";
  readonly tell: (control: DownControl) => void;
}

/** Everyone at one console of one instance, and which of them may type. */
export class ConsoleRoom {
  readonly #members = new Set<RoomMember>();
  readonly #seat = new Seat<RoomMember>();
  #size = { cols: 80, rows: 24 };

  get size(): { cols: number; rows: number } {
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  viewers(): Viewer[] {
    return [...this.#members].map((member) => ({ name: member.name, writer: member === this.#seat.holder }));
  }

  /** Lets somebody in; a free seat is theirs if they may type. Disposing it is leaving. */
  join(person: RoomMember): { member: RoomMember } & Disposable {
    const member = { ...person, name: this.#uniqueName(person.name) };
    this.#members.add(member);
    if (member.mode === "write" && this.#seat.holder === undefined) this.#seat.take(member);
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

  /** Whether a keystroke of `member` reaches the guest. Typing asks for the seat. */
  mayType(member: RoomMember): boolean {
    if (member.mode !== "write") return false;
    const before = this.#seat.holder;
    const granted = this.#seat.request(member);
    if (granted) this.#seat.used();
    if (before !== this.#seat.holder) this.#tellSeat();
    else if (!granted) member.tell(this.#seatFor(member));
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

  /** Tells the others how large somebody's terminal is. The guest is never told by itself. */
  resize(member: RoomMember, size: { cols: number; rows: number }): void {
    this.#size = size;
    for (const other of this.#members) {
      if (other !== member) other.tell({ type: "size", ...size, by: member.name });
    }
  }

  /** Who may type, as this member sees it. */
  seatOf(member: RoomMember): DownControl {
    return this.#seatFor(member);
  }

  #tellSeat(except?: RoomMember): void {
    for (const member of this.#members) if (member !== except) member.tell(this.#seatFor(member));
  }

  #seatFor(member: RoomMember): DownControl {
    const holder = this.#seat.holder;
    return { type: "seat", holder: holder?.name ?? null, mine: holder === member, viewers: this.viewers() };
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

  /** Joins the room of a console, made when nobody was in it. */
  join(key: string, person: RoomMember): { room: ConsoleRoom; member: RoomMember } & Disposable {
    const room = this.#rooms.get(key) ?? new ConsoleRoom();
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
