import { describe, expect, it } from "vitest";
import { Seat } from "./seat.ts";

function clocked() {
  const clock = { now: 0 };
  return { clock, seat: new Seat<string>(() => clock.now) };
}

describe("The seat", () => {
  it("goes at once to whoever asks or types when its holder has not typed for a minute", () => {
    const { clock, seat } = clocked();
    seat.take("ada");
    clock.now = 59_999;
    expect(seat.use("bob")).toBe(false);
    expect([seat.holder, seat.asking]).toEqual(["ada", []]);
    clock.now = 60_000;
    expect(seat.use("bob")).toBe(true);
    expect(seat.holder).toBe("bob");
  });

  it("goes to the first who waits for it when it is given back, and stays with whom it was given", () => {
    const { seat } = clocked();
    seat.take("ada");
    for (const asker of ["bob", "eve", "bob"]) expect(seat.request(asker)).toBe(false);
    expect(seat.asking).toEqual(["bob", "eve"]);
    seat.release("ada");
    expect([seat.holder, seat.asking]).toEqual(["bob", ["eve"]]);
    seat.release("eve");
    seat.release("bob");
    expect([seat.holder, seat.asking]).toEqual([undefined, []]);
  });

  it("is due for whoever waits a minute after the last keystroke, not after the asking", () => {
    const { clock, seat } = clocked();
    seat.take("ada");
    expect(seat.dueInMs).toBeUndefined();
    clock.now = 10_000;
    seat.request("bob");
    expect(seat.dueInMs).toBe(50_000);
    clock.now = 30_000;
    seat.use("ada");
    expect(seat.dueInMs).toBe(60_000);
    seat.grantDue();
    expect(seat.holder).toBe("ada");
    clock.now = 90_000;
    seat.grantDue();
    expect([seat.holder, seat.dueInMs]).toEqual(["bob", undefined]);
  });
});
