import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Notices } from "./notices.ts";

const sized = (cols: number) => ({ type: "size" as const, cols, rows: 24, by: "ada" });

describe("What a viewer is told of the others", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is the latest of each kind, at once and then at most each 50 ms", () => {
    let rung = 0;
    const notices = new Notices(() => (rung += 1));
    const take = () => notices.take(performance.now(), 0);
    notices.put(sized(80));
    expect(take()).toEqual([sized(80)]);
    for (let cols = 81; cols <= 10_000; cols += 1) notices.put(sized(cols % 1000 || 1));
    notices.put({ type: "state", state: "paused" });
    const before = rung;
    expect(take()).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(rung).toBe(before + 1);
    expect(take()).toEqual([sized(1), { type: "state", state: "paused" }]);
    expect(take()).toEqual([]);
  });

  it("waits, as the latest, while the viewer does not read", () => {
    const notices = new Notices(() => undefined);
    notices.put(sized(80));
    expect(notices.take(0, 64 * 1024)).toEqual([]);
    notices.put(sized(90));
    expect(notices.take(0, 64 * 1024 - 1)).toEqual([sized(90)]);
  });
});
