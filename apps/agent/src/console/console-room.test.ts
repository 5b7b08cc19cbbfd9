import type { DownControl } from "@gantry/kvm-core/model";
import { describe, expect, it } from "vitest";
import { ConsoleRooms } from "./console-room.ts";
import { Seat } from "./seat.ts";

function visitor(name: string, mode: "read" | "write" = "write") {
  const heard: DownControl[] = [];
  return { name, mode, tell: (control: DownControl) => void heard.push(control), heard };
}

describe("A console room", () => {
  it("gives the seat to the first who may type and says so to everybody", () => {
    const rooms = new ConsoleRooms();
    const reader = visitor("eve", "read");
    const writer = visitor("ada");
    using _reading = rooms.join("web-1/0", reader);
    using writing = rooms.join("web-1/0", writer);
    expect(writing.room.mayType(writing.member)).toBe(true);
    expect(reader.heard.at(-1)).toEqual({
      type: "seat",
      holder: "ada",
      mine: false,
      viewers: [
        { name: "eve", writer: false },
        { name: "ada", writer: true },
      ],
    });
  });

  it("lets only the holder type until the seat is taken over or given back", () => {
    const rooms = new ConsoleRooms();
    using ada = rooms.join("web-1/0", visitor("ada"));
    using bob = rooms.join("web-1/0", visitor("bob"));
    const { room } = bob;
    expect(room.mayType(bob.member)).toBe(false);
    expect(room.changeSeat(bob.member, "request")).toBe(false);
    expect(room.mayType(bob.member)).toBe(false);
    expect(room.changeSeat(bob.member, "take")).toBe(true);
    expect(room.mayType(bob.member)).toBe(true);
    expect(room.mayType(ada.member)).toBe(false);
    room.changeSeat(bob.member, "release");
    expect(room.mayType(ada.member)).toBe(true);
  });

  it("never seats a reader", () => {
    const rooms = new ConsoleRooms();
    using eve = rooms.join("web-1/0", visitor("eve", "read"));
    expect(eve.room.changeSeat(eve.member, "take")).toBe(false);
    expect(eve.room.mayType(eve.member)).toBe(false);
    expect(eve.room.viewers()).toEqual([{ name: "eve", writer: false }]);
  });

  it("frees the seat when its holder leaves, and tells two of one name apart", () => {
    const rooms = new ConsoleRooms();
    const second = visitor("ada");
    const first = rooms.join("web-1/0", visitor("ada"));
    using _ = rooms.join("web-1/0", second);
    expect(second.heard.at(-1)).toBeUndefined();
    first[Symbol.dispose]();
    expect(second.heard.at(-1)).toMatchObject({ holder: null, viewers: [{ name: "ada (2)" }] });
  });

  it("tells a size to the others only", () => {
    const rooms = new ConsoleRooms();
    const [ada, bob] = [visitor("ada"), visitor("bob")];
    using one = rooms.join("web-1/0", ada);
    using _two = rooms.join("web-1/0", bob);
    one.room.resize(one.member, { cols: 132, rows: 50 });
    expect(bob.heard.at(-1)).toEqual({ type: "size", cols: 132, rows: 50, by: "ada" });
    expect(ada.heard.some(({ type }) => type === "size")).toBe(false);
  });
});

describe("The seat", () => {
  it("goes to whoever asks when its holder has not typed for a minute", () => {
    let now = 0;
    const seat = new Seat<string>(() => now);
    seat.take("ada");
    now = 59_999;
    expect(seat.request("bob")).toBe(false);
    now = 60_000;
    expect(seat.request("bob")).toBe(true);
    expect(seat.holder).toBe("bob");
  });
});
