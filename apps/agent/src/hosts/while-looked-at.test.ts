import { afterEach, describe, expect, test, vi } from "vitest";
import { WhileLookedAt } from "./while-looked-at.ts";

describe("What is done while somebody looks", () => {
  afterEach(() => vi.useRealTimers());

  test("begins with the first look, goes on while there are more, and ends after the last", () => {
    vi.useFakeTimers();
    const act = vi.fn();
    using observation = new WhileLookedAt({ act, everyMs: 10, lastsMs: 25 });
    vi.advanceTimersByTime(100);
    expect(act).not.toHaveBeenCalled();
    observation.look();
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(20);
    observation.look();
    expect(act).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(1000);
    expect(act).toHaveBeenCalledTimes(5);
    observation.look();
    expect(act).toHaveBeenCalledTimes(6);
  });
});
