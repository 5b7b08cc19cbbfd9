import type { DownControl } from "@gantry/kvm-core/model";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConsoleRooms } from "./console-room.ts";

function visitor(name: string, mode: "read" | "write" = "write", takesFreeSeat = true) {
  const heard: DownControl[] = [];
  const tell = (control: DownControl) => void heard.push(control);
  return { name, mode, takesFreeSeat, tell, heard };
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
      idleSeconds: 0,
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

  it("leaves a free seat to whoever types when those who come want none", () => {
    const rooms = new ConsoleRooms();
    using ada = rooms.join("web-1/0", visitor("ada", "write", false));
    expect(ada.room.viewers()).toEqual([{ name: "ada", writer: false }]);
    expect(ada.room.mayType(ada.member)).toBe(true);
    expect(ada.room.viewers()).toEqual([{ name: "ada", writer: true }]);
  });

  it("lets keys wait while something is done that they must not come between", async () => {
    const { room } = new ConsoleRooms().join("web-1/0", visitor("ada"));
    const done: string[] = [];
    const first = Promise.withResolvers<void>();
    room.act(() => first.promise.then(() => void done.push("first")));
    room.act(async () => {
      done.push("second");
      throw new Error("QEMU is gone");
    });
    expect(room.acting).toBeDefined();
    first.resolve();
    await room.acting;
    expect(done).toEqual(["first", "second"]);
    expect(room.acting).toBeUndefined();
  });

  it("tells a size to the others only", () => {
    const rooms = new ConsoleRooms();
    const [ada, bob] = [visitor("ada"), visitor("bob")];
    using one = rooms.join("web-1/0", ada);
    using _two = rooms.join("web-1/0", bob);
    one.room.resize(one.member, { cols: 132, rows: 50 });
    expect(bob.heard.at(-1)).toEqual({ type: "size", cols: 132, rows: 50, by: "ada" });
    expect(ada.heard.some(({ type }) => type === "size")).toBe(false);
    using eve = rooms.join("web-1/0", visitor("eve", "read"));
    eve.room.resize(eve.member, { cols: 1000, rows: 1000 });
    expect(eve.room.size).toEqual({ cols: 132, rows: 50 });
  });
});

describe("Asking for the seat", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function crowd() {
    const rooms = new ConsoleRooms();
    const join = (name: string) => {
      const person = visitor(name);
      const joined = rooms.join("web-1/0", person);
      const leave = () => joined[Symbol.dispose]();
      return { heard: person.heard, member: joined.member, room: joined.room, leave };
    };
    const ada = join("ada");
    return { ada, bob: join("bob"), eve: join("eve"), room: ada.room };
  }

  it("is told to all, and granted by itself when the holder has not typed for a minute", () => {
    const { ada, bob, room } = crowd();
    vi.advanceTimersByTime(20_000);
    room.mayType(ada.member);
    vi.advanceTimersByTime(5_000);
    room.changeSeat(bob.member, "request");
    expect(ada.heard.at(-1)).toMatchObject({ holder: "ada", mine: true, idleSeconds: 5, asking: ["bob"] });
    vi.advanceTimersByTime(54_999);
    expect(bob.heard.at(-1)).toMatchObject({ holder: "ada" });
    vi.advanceTimersByTime(1);
    expect(bob.heard.at(-1)).toMatchObject({ holder: "bob", mine: true, idleSeconds: 0 });
    expect(bob.heard.at(-1)).not.toHaveProperty("asking");
  });

  it("waits on while the holder types", () => {
    const { ada, bob, room } = crowd();
    room.changeSeat(bob.member, "request");
    vi.advanceTimersByTime(50_000);
    room.mayType(ada.member);
    vi.advanceTimersByTime(50_000);
    expect(bob.heard.at(-1)).toMatchObject({ holder: "ada" });
    vi.advanceTimersByTime(10_000);
    expect(bob.heard.at(-1)).toMatchObject({ holder: "bob", mine: true });
  });

  it("is granted when the holder gives the seat back or leaves, in the order of asking", () => {
    const { ada, bob, eve, room } = crowd();
    room.changeSeat(eve.member, "request");
    room.changeSeat(bob.member, "request");
    room.changeSeat(ada.member, "release");
    expect(ada.heard.at(-1)).toMatchObject({ holder: "eve", asking: ["bob"] });
    eve.leave();
    expect(ada.heard.at(-1)).toMatchObject({ holder: "bob" });
    expect(bob.heard.at(-1)).toMatchObject({ holder: "bob", mine: true });
  });

  it("leaves no timer behind in a room that nobody is in", () => {
    const { ada, bob, eve, room } = crowd();
    room.changeSeat(bob.member, "request");
    for (const one of [eve, bob, ada]) one.leave();
    expect(vi.getTimerCount()).toBe(0);
  });
});
